#include <nlohmann/json.hpp>

#include "tests/support/sim/far.hpp"
#include "tests/support/vonage_server.hpp"

namespace herald::test::sim {
namespace {

/// Both APIs: SMS with the account's secret, callbacks signed with SHA-256; Messages with Basic.
class Vonage final : public Far {
 public:
  [[nodiscard]] std::string url() const override { return server_.url(); }
  [[nodiscard]] nlohmann::json channel() const override {
    return {{"channel_type", "SMS"},
            {"channel_name", "simulated vonage"},
            {"api_provider", "vonage"},
            {"sender_id", "HERALD"},
            {"api_key", server_.account().api_key},
            {"api_secret", server_.account().api_secret},
            {"auth_token", server_.account().signature_secret},
            {"config_json", {{"signature_method", "sha256"}}}};
  }
  [[nodiscard]] std::string rule_of(const RawRequest& request) const override {
    if (request.line().starts_with("GET ")) return said(check_balance_request(server_.account(), request));
    VonageTokens none;
    if (request.line().starts_with("POST /v1/messages"))
      return said(check_message_request(server_.account(), request, now_seconds(), none));
    Form form;
    return said(check_sms_request(server_.account(), request, now_seconds(), form));
  }
  [[nodiscard]] std::optional<std::string> address_of(const RawRequest& request) const override {
    if (!request.line().starts_with("POST ")) return std::nullopt;
    std::string to = member_of(request.body, "/to");
    if (const auto form = read_form(request.body); to.empty() && form) to = field(*form, "to");
    return to.empty() ? std::nullopt : std::optional{to};
  }
  [[nodiscard]] std::vector<Fault> faults() const override {
    return {Fault::Limited, Fault::Closing, Fault::Silent, Fault::Outrunning};
  }
  void treat(const std::string& address, Fault fault) override {
    using Way = VonageMood::Way;
    if (fault == Fault::Limited)
      return server_.next(address, {{.way = Way::Status, .code = "1", .text = "Throttled"}});
    server_.next(address, {{.way = fault == Fault::Closing  ? Way::Close
                                   : fault == Fault::Silent ? Way::TakeMute
                                                            : Way::Outrun}});
  }
  void call_back_at(const std::string& url) override { server_.call_back_at(url); }
  [[nodiscard]] bool took(const std::string& address) const override {
    const auto seen = server_.seen(address);
    return !seen.empty() && !seen.back().ids.empty();
  }
  int tell_delivered(const std::string& address) override {
    const VonageSeen message = server_.seen(address).back();
    if (message.form.empty()) {
      const std::string body = server_.status(message, "delivered");
      return server_.post(body, server_.token_for(body));
    }
    int status = 0;
    for (std::size_t part = 0; part < message.ids.size(); ++part) {
      Form parameters = server_.receipt(message, part, "delivered", "0");
      parameters.emplace_back("timestamp", std::to_string(now_seconds()));
      parameters.emplace_back("nonce", message.ids.at(part));
      const VonageAccount& account = server_.account();
      parameters.emplace_back("sig", vonage_sig(VonageMethod::Sha256, account.signature_secret, parameters));
      status = server_.post(parameters, VonageDelivery::PostForm);
    }
    return status;
  }

 private:
  static std::string said(const std::optional<VonageError>& wrong) { return wrong ? wrong->rule : ""; }
  VonageServer server_;
};

}  // namespace

std::unique_ptr<Far> make_vonage() { return std::make_unique<Vonage>(); }

}  // namespace herald::test::sim
