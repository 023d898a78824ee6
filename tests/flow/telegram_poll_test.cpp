// Updates by long polling, also across SIGKILL.
#include <nlohmann/json.hpp>
#include <set>

#include "tests/flow/files.hpp"
#include "tests/flow/telegram_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

const json kPolling{{"poll", true}, {"poll_seconds", 20}};

/// A daemon and a bot of its own, since it is killed. [one thread]
class TelegramPollFlow : public testing::TestWithParam<Dialect> {
 protected:
  std::string make_channel(const std::string& name, const json& config) {
    return tenant_.make_channel(telegram_channel(telegram_, name, config));
  }
  void write(int count) {
    for (int i = 0; i < count; ++i) written_.push_back(telegram_.write(5000 + i, fresh_text("hello")));
  }
  bool all_confirmed() {
    return eventually([&] { return telegram_.unconfirmed() == telegram_.next_update(); });
  }
  /// Texts as stored, in the order of their storing.
  std::vector<std::string> stored(const std::string& channel) {
    std::vector<std::string> texts;
    for (const json& event : stored_events(daemon_, channel)) texts.push_back(event.at("text"));
    return texts;
  }
  [[nodiscard]] std::multiset<std::string> texts_below(std::int64_t id) const {
    std::multiset<std::string> texts;
    for (const json& update : written_)
      if (update.at("update_id") < id) texts.insert(update.at("message").at("text").get<std::string>());
    return texts;
  }
  void expect_all_once(const std::string& channel) {
    const auto texts = stored(channel);
    EXPECT_EQ(std::multiset<std::string>(texts.begin(), texts.end()), texts_below(telegram_.next_update()));
  }

  TelegramServer telegram_;
  Daemon daemon_{GetParam(), {.only = {"sandbox", "telegram", "twilio"}}};
  Tenant tenant_{daemon_.port(), daemon_.make_key("pollers")};
  std::vector<json> written_;
};

TEST_P(TelegramPollFlow, StoresWhatItPolledAndAcknowledgesIt) {
  const std::string channel = make_channel("polled", kPolling);
  write(40);
  EXPECT_TRUE(all_confirmed()) << daemon_.log();
  expect_all_once(channel);
  EXPECT_TRUE(telegram_.broken().empty()) << telegram_.broken().front();
  EXPECT_EQ(telegram_.terminated(), 0);
}

TEST_P(TelegramPollFlow, KeepsAFileThatItPolled) {
  make_channel("polled", kPolling);
  const std::string bytes = png_bytes(100'000);
  telegram_.put("message", telegram_photo(5000, telegram_.keep({"", "image/png", bytes}), bytes.size()));
  EXPECT_TRUE(all_confirmed()) << daemon_.log();
  const auto received = tenant_.messages();
  ASSERT_EQ(received.size(), 1U);
  const json files = settled_files(tenant_, received[0].at("id"));
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].at("status"), "STORED") << files;
  EXPECT_TRUE(bytes_of(tenant_, files[0]) == bytes);
  EXPECT_TRUE(telegram_.broken().empty()) << telegram_.broken().front();
}

TEST_P(TelegramPollFlow, LosesAndDoublesNothingAcrossKills) {
  const std::string channel = make_channel("polled", kPolling);
  for (int kills = 0; kills < 4; ++kills) {
    const std::int64_t before = telegram_.unconfirmed();
    write(30);
    // At different moments: the first answer is given, or a part was confirmed.
    ASSERT_TRUE(eventually([&] {
      return kills % 2 == 0 ? telegram_.given().contains(before) : telegram_.unconfirmed() > before;
    }));
    daemon_.kill9();
    const auto kept = stored(channel);
    for (const std::string& text : texts_below(telegram_.unconfirmed()))
      EXPECT_EQ(std::ranges::count(kept, text), 1) << "confirmed, so it must be stored: " << text;
    daemon_.start();
    ASSERT_TRUE(all_confirmed()) << daemon_.log();
    expect_all_once(channel);
  }
}

TEST_P(TelegramPollFlow, IsOffUnlessTheChannelAsks) {
  make_channel("quiet", json::object());
  const std::string channel = make_channel("polled", kPolling);
  write(1);
  EXPECT_TRUE(all_confirmed());
  expect_all_once(channel);
  EXPECT_EQ(look_up(daemon_, "select channel_id from poll_cursor"), std::vector<std::string>{channel});
}

TEST_P(TelegramPollFlow, HasOnePollerPerBot) {
  make_channel("first", kPolling);
  make_channel("second", kPolling);
  write(1);
  EXPECT_TRUE(all_confirmed());
  EXPECT_TRUE(
      eventually([&] { return daemon_.log().find("polled_by_another_channel") != std::string::npos; }));
  EXPECT_EQ(telegram_.terminated(), 0);
  EXPECT_EQ(look_up(daemon_, "select event from webhook_element").size(), 1U);
}

TEST_P(TelegramPollFlow, StopsWithoutWaitingForThePollThatIsHeld) {
  make_channel("polled", kPolling);
  write(1);
  EXPECT_TRUE(all_confirmed());
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(daemon_.stop(), 0) << daemon_.log();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds{15});
}

TEST_P(TelegramPollFlow, RefusesAChannelWhoseProviderCannotBePolled) {
  const auto reply = tenant_.call("POST", "/channels",
                                  json{{"channel_type", "SMS"},
                                       {"channel_name", "sms"},
                                       {"api_provider", "twilio"},
                                       {"account_id", "AC00112233445566778899aabbccddeeff"},
                                       {"auth_token", "8d1f0a6b7c5e4f3a2b1c0d9e8f7a6b5c"},
                                       {"config_json", {{"poll", true}}}}
                                      .dump());
  EXPECT_EQ(reply.status / 100, 4) << reply.body;
  EXPECT_NE(reply.body.find("/poll"), std::string::npos) << reply.body;
}

HERALD_ON_BOTH_DATABASES(TelegramPollFlow);

}  // namespace
}  // namespace herald::test
