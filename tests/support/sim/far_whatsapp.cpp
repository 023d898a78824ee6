#include <nlohmann/json.hpp>

#include "tests/support/sim/far.hpp"
#include "tests/support/whatsapp_server.hpp"

namespace herald::test::sim {
namespace {

class WhatsApp final : public Far {
 public:
  [[nodiscard]] std::string url() const override { return server_.url(); }
  [[nodiscard]] nlohmann::json channel() const override {
    return {{"channel_type", "WHATSAPP"},
            {"channel_name", "simulated whatsapp"},
            {"api_provider", "whatsapp"},
            {"account_id", server_.account().phone_number_id},
            {"auth_token", server_.account().token},
            {"api_secret", server_.account().app_secret},
            {"config_json",
             {{"waba_id", server_.account().waba_id}, {"verify_token", server_.account().verify_token}}}};
  }
  [[nodiscard]] std::string rule_of(const RawRequest& request) const override {
    const auto call = read_whatsapp_call(server_.account(), request);
    return call.wrong ? call.wrong->rule : "";
  }
  [[nodiscard]] std::optional<std::string> address_of(const RawRequest& request) const override {
    const std::string to = member_of(request.body, "/to");
    return to.empty() ? std::nullopt : std::optional{to};
  }
  [[nodiscard]] std::vector<Fault> faults() const override {
    return {Fault::Limited, Fault::Closing, Fault::Silent, Fault::Outrunning};
  }
  void treat(const std::string& address, Fault fault) override {
    using Way = WhatsAppMood::Way;
    if (fault == Fault::Limited)
      return server_.next(address,
                          {{.way = Way::Refuse, .http = 429, .code = 130429, .details = "Rate limit hit"}});
    server_.next(address, {{.way = fault == Fault::Closing  ? Way::Close
                                   : fault == Fault::Silent ? Way::TakeMute
                                                            : Way::Outrun}});
  }
  void call_back_at(const std::string& url) override { server_.call_back_at(url); }
  [[nodiscard]] bool took(const std::string& address) const override {
    const auto seen = server_.seen(address);
    return !seen.empty() && !seen.back().id.empty();
  }
  int tell_delivered(const std::string& address) override {
    return server_.post(server_.status(server_.seen(address).back(), "delivered", nlohmann::json::object()));
  }

 private:
  WhatsAppServer server_;
};

}  // namespace

std::unique_ptr<Far> make_whatsapp() { return std::make_unique<WhatsApp>(); }

}  // namespace herald::test::sim
