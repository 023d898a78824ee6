#include <nlohmann/json.hpp>

#include "tests/support/mailgun_server.hpp"
#include "tests/support/sim/far.hpp"

namespace herald::test::sim {
namespace {

class Mailgun final : public Far {
 public:
  [[nodiscard]] std::string url() const override { return server_.url(); }
  [[nodiscard]] nlohmann::json channel() const override {
    return {{"channel_type", "EMAIL"},
            {"channel_name", "simulated mailgun"},
            {"api_provider", "mailgun"},
            {"account_id", server_.account().domain},
            {"sender_id", "Herald <noreply@" + server_.account().domain + ">"},
            {"api_key", server_.account().api_key},
            {"webhook_secret", server_.account().signing_key}};
  }
  [[nodiscard]] std::string rule_of(const RawRequest& request) const override {
    Form query;
    if (request.line().starts_with("GET ")) {
      const auto wrong = check_events_request(server_.account(), request, query);
      return wrong ? wrong->rule : "";
    }
    const auto read = read_messages_request(server_.account(), request, now_seconds());
    return read.wrong ? read.wrong->rule : "";
  }
  [[nodiscard]] std::optional<std::string> address_of(const RawRequest& request) const override {
    const auto read = read_messages_request(server_.account(), request, now_seconds());
    std::string to = mail_field(read.fields, "to");
    if (const std::size_t open = to.rfind('<'); open != std::string::npos)
      to = to.substr(open + 1, to.rfind('>') - open - 1);
    return to.empty() ? std::nullopt : std::optional{to};
  }
  [[nodiscard]] std::vector<Fault> faults() const override {
    return {Fault::Limited, Fault::Closing, Fault::Silent, Fault::Outrunning};
  }
  void treat(const std::string& address, Fault fault) override {
    using Way = MailgunMood::Way;
    if (fault == Fault::Limited) return server_.next(address, {mailgun_refusal(429, "Too many requests")});
    server_.next(address, {{.way = fault == Fault::Closing  ? Way::Close
                                   : fault == Fault::Silent ? Way::TakeMute
                                                            : Way::Outrun}});
  }
  void call_back_at(const std::string& url) override { server_.post_to(url); }
  [[nodiscard]] bool took(const std::string& address) const override {
    const auto seen = server_.seen(address);
    return !seen.empty() && !seen.back().id.empty();
  }
  int tell_delivered(const std::string& address) override {
    return server_.post(server_.event(server_.seen(address).back(), "delivered"));
  }

 private:
  MailgunServer server_;
};

}  // namespace

std::unique_ptr<Far> make_mailgun() { return std::make_unique<Mailgun>(); }

}  // namespace herald::test::sim
