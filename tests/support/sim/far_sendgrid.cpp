#include <nlohmann/json.hpp>

#include "tests/support/sendgrid_server.hpp"
#include "tests/support/sim/far.hpp"

namespace herald::test::sim {
namespace {

class SendGrid final : public Far {
 public:
  [[nodiscard]] std::string url() const override { return server_.url(); }
  [[nodiscard]] nlohmann::json channel() const override {
    return {{"channel_type", "EMAIL"},
            {"channel_name", "simulated sendgrid"},
            {"api_provider", "sendgrid"},
            {"sender_id", "Herald <" + server_.account().sender + ">"},
            {"api_key", server_.account().api_key},
            {"config_json", {{"webhook_public_key", server_.key().public_key()}}}};
  }
  [[nodiscard]] std::string authorization() const override { return "Bearer " + server_.account().api_key; }
  [[nodiscard]] std::string rule_of(const RawRequest& request) const override {
    const auto wrong = check_mail_send(server_.account(), request);
    return wrong ? wrong->rule : "";
  }
  [[nodiscard]] std::optional<std::string> address_of(const RawRequest& request) const override {
    const std::string to = member_of(request.body, "/personalizations/0/to/0/email");
    return to.empty() ? std::nullopt : std::optional{to};
  }
  [[nodiscard]] std::vector<Fault> faults() const override {
    return {Fault::Limited, Fault::Closing, Fault::Silent, Fault::Outrunning};
  }
  void treat(const std::string& address, Fault fault) override {
    server_.next(address, {fault == Fault::Limited   ? SendGridMood::Limiting
                           : fault == Fault::Closing ? SendGridMood::Closing
                           : fault == Fault::Silent  ? SendGridMood::Silent
                                                     : SendGridMood::Outrunning});
  }
  void call_back_at(const std::string& url) override { server_.post_events_to(url); }
  [[nodiscard]] bool took(const std::string& address) const override {
    const auto seen = server_.seen(address);
    return !seen.empty() && !seen.back().id.empty();
  }
  int tell_delivered(const std::string& address) override {
    const SendGridSeen mail = server_.seen(address).back();
    return server_.post({server_.event(mail, "delivered")});
  }

 private:
  SendGridServer server_;
};

}  // namespace

std::unique_ptr<Far> make_sendgrid() { return std::make_unique<SendGrid>(); }

}  // namespace herald::test::sim
