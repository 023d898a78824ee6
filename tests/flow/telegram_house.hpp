#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/flow/house.hpp"
#include "tests/support/telegram_server.hpp"

namespace herald::test {

/// A channel of provider `telegram` that speaks to that server; `config` is its config_json.
nlohmann::json telegram_channel(const TelegramServer& server, const std::string& name,
                                const nlohmann::json& config);

/// First cells of a query on the daemon's own database, which may be running.
std::vector<std::string> look_up(const Daemon& daemon, const std::string& sql);

/// The neutral events stored of a channel's callbacks and polls, oldest first.
std::vector<nlohmann::json> stored_events(const Daemon& daemon, const std::string& channel);

/// The shared house with a bot of its own. [one thread]
struct BotHouse {
  explicit BotHouse(Dialect dialect)
      : house{shared_house(dialect)},
        channel{house.tenant.make_channel(telegram_channel(telegram, "telegram", nlohmann::json::object()))} {
  }
  TelegramServer telegram;
  House& house;
  std::string channel;
};

/// The one that all tests of this process share on that database.
BotHouse& bot_house(Dialect dialect);

/// A chat that no other test uses.
std::int64_t fresh_chat();

/// What happens between a channel of Telegram and its far side, about one chat of a test's own.
class TelegramFlow : public testing::TestWithParam<Dialect> {
 protected:
  nlohmann::json send(std::vector<TelegramMood> moods, const std::string& status,
                      nlohmann::json more = nlohmann::json::object()) {
    home_.telegram.next(chat_, std::move(moods));
    nlohmann::json message{
        {"channel_id", home_.channel}, {"to_address", std::to_string(chat_)}, {"message_body", text_}};
    message.update(more);
    return home_.house.tenant.await(home_.house.tenant.send(message), status);
  }
  [[nodiscard]] std::vector<TelegramSeen> seen() const { return home_.telegram.seen(chat_); }
  [[nodiscard]] std::string webhook_url() const {
    return home_.house.daemon.url() + "/api/v1/communication/webhooks/telegram/" + home_.channel;
  }
  int push(const std::string& secret, const nlohmann::json& update) {
    return push_update(webhook_url(), secret, update);
  }
  /// Events stored from this test's chat.
  [[nodiscard]] std::vector<nlohmann::json> events() const {
    std::vector<nlohmann::json> mine;
    for (nlohmann::json& event : stored_events(home_.house.daemon, home_.channel))
      if (event.value("from", "") == std::to_string(chat_)) mine.push_back(std::move(event));
    return mine;
  }

  BotHouse& home_ = bot_house(GetParam());
  std::int64_t chat_{fresh_chat()};
  std::string text_{fresh_text("Caf\xC3\xA9 <&> \xF0\x9F\x98\x80")};
};

}  // namespace herald::test
