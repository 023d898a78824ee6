#include <cstdlib>

#include "tests/support/sim/far.hpp"
#include "tests/support/telegram_server.hpp"

namespace herald::test::sim {
namespace {

/// Telegram tells nothing of deliveries: its callback is the person's answer.
class Telegram final : public Far {
 public:
  [[nodiscard]] std::string url() const override { return server_.url(); }
  [[nodiscard]] nlohmann::json channel() const override {
    return {{"channel_type", "TELEGRAM"},
            {"channel_name", "simulated telegram"},
            {"api_provider", "telegram"},
            {"auth_token", server_.bot().token},
            {"webhook_secret", server_.bot().webhook_secret},
            {"config_json", nlohmann::json::object()}};
  }
  [[nodiscard]] std::string rule_of(const RawRequest& request) const override {
    const TelegramCall call = read_telegram_call(server_.bot(), request);
    return call.wrong ? call.wrong->rule : "";
  }
  [[nodiscard]] std::optional<std::string> address_of(const RawRequest& request) const override {
    const TelegramCall call = read_telegram_call(server_.bot(), request);
    if (!call.method.starts_with("send") || !call.parameters.contains("chat_id")) return std::nullopt;
    const nlohmann::json& chat = call.parameters["chat_id"];
    return chat.is_string() ? chat.get<std::string>() : chat.dump();
  }
  [[nodiscard]] std::vector<Fault> faults() const override { return {Fault::Limited, Fault::Closing}; }
  void treat(const std::string& address, Fault fault) override {
    server_.next(chat_of(address),
                 {fault == Fault::Limited ? TelegramMood::Limiting : TelegramMood::Closing});
  }
  void call_back_at(const std::string& url) override { webhook_ = url; }
  [[nodiscard]] bool took(const std::string& address) const override {
    const auto seen = server_.seen(chat_of(address));
    return !seen.empty() && seen.back().answer == 200;
  }
  int tell_delivered(const std::string& address) override {
    return push_update(webhook_, server_.bot().webhook_secret, server_.write(chat_of(address), "Thank you"));
  }

 private:
  static std::int64_t chat_of(const std::string& address) {
    return std::strtoll(address.c_str(), nullptr, 10);
  }
  TelegramServer server_;
  std::string webhook_;
};

}  // namespace

std::unique_ptr<Far> make_telegram() { return std::make_unique<Telegram>(); }

}  // namespace herald::test::sim
