#include <nlohmann/json.hpp>

#include "tests/support/sim/far.hpp"
#include "tests/support/twilio_server.hpp"

namespace herald::test::sim {
namespace {

/// A message has its price a moment after it was sent, so that whoever asks early meets both answers.
constexpr std::chrono::seconds kBilledAfter{5};

/// Twilio's requests say themselves where their callbacks go.
class Twilio final : public Far {
 public:
  Twilio() { server_.bill_all("-0.00750", kBilledAfter); }
  [[nodiscard]] std::string url() const override { return server_.url(); }
  [[nodiscard]] nlohmann::json channel() const override {
    return {{"channel_type", "SMS"},       {"channel_name", "simulated twilio"},
            {"api_provider", "twilio"},    {"account_id", server_.account().sid},
            {"sender_id", "+15005550006"}, {"auth_token", server_.account().auth_token}};
  }
  [[nodiscard]] std::string rule_of(const RawRequest& request) const override {
    if (const auto read = read_message_call(server_.account(), request); read.is_one)
      return read.wrong ? read.wrong->rule : "";
    if (request.line().starts_with("GET ")) {
      const auto refused = check_account_request(server_.account(), request);
      return refused ? refused->rule : "";
    }
    auto wrong = check_create(server_.account(), request);
    if (!wrong) wrong = magic(read_form(request.body).value_or(Form{}));
    return wrong ? wrong->rule : "";
  }
  [[nodiscard]] std::optional<std::string> address_of(const RawRequest& request) const override {
    const auto form = read_form(request.body);
    const std::string to = form ? field(*form, "To") : "";
    return to.empty() ? std::nullopt : std::optional{to};
  }
  [[nodiscard]] std::vector<Fault> faults() const override {
    return {Fault::Limited, Fault::Closing, Fault::Silent, Fault::Outrunning};
  }
  void treat(const std::string& address, Fault fault) override {
    server_.next(address, {fault == Fault::Limited   ? TwilioMood::Limiting
                           : fault == Fault::Closing ? TwilioMood::Closing
                           : fault == Fault::Silent  ? TwilioMood::Silent
                                                     : TwilioMood::Outrunning});
  }
  void call_back_at(const std::string&) override {}
  [[nodiscard]] bool took(const std::string& address) const override {
    const auto seen = server_.seen(address);
    return !seen.empty() && !seen.back().sid.empty();
  }
  int tell_delivered(const std::string& address) override {
    const TwilioSeen message = server_.seen(address).back();
    if (field(message.form, "StatusCallback").empty()) return 0;
    return call_back(server_.account(), message, {});
  }

 private:
  TwilioServer server_;
};

}  // namespace

std::unique_ptr<Far> make_twilio() { return std::make_unique<Twilio>(); }

}  // namespace herald::test::sim
