#include "plugins/providers/telegram/account.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/telegram/plugin_calls.hpp"

namespace herald::telegram::testing {
namespace {

using nlohmann::json;

std::vector<std::string> pointers(const json& account) {
  std::vector<std::string> out;
  for (const json& problem : json::parse(plugin().validate(account.dump()))) {
    out.push_back(problem.at("pointer"));
    EXPECT_EQ(problem.at("text").get<std::string>().find("canary"), std::string::npos);
  }
  return out;
}

json with(std::string_view key, std::string value) {
  json changed = account();
  changed[std::string(key)] = std::move(value);
  return changed;
}

TEST(TelegramAccount, TakesABotWithAndWithoutAWebhookSecret) {
  EXPECT_TRUE(pointers(account()).empty());
  json without = account();
  without.erase("webhook_secret");
  EXPECT_TRUE(pointers(without).empty());
}

TEST(TelegramAccount, TakesATokenOf80BytesAndRefusesOneMore) {
  EXPECT_TRUE(pointers(with("auth_token", "12:" + std::string(77, 'a'))).empty());
  EXPECT_EQ(pointers(with("auth_token", "12:" + std::string(78, 'a'))),
            std::vector<std::string>{"/auth_token"});
}

TEST(TelegramAccount, TakesASecretOf32To256CharactersAndRefusesOthers) {
  for (const std::size_t size : {32U, 256U})
    EXPECT_TRUE(pointers(with("webhook_secret", std::string(size, 's'))).empty());
  for (const std::size_t size : {31U, 257U})
    EXPECT_EQ(pointers(with("webhook_secret", std::string(size, 's'))),
              std::vector<std::string>{"/webhook_secret"});
  EXPECT_EQ(pointers(with("webhook_secret", "canary secret with blanks, 40 characters")),
            std::vector<std::string>{"/webhook_secret"});
}

TEST(TelegramAccount, NamesEveryProblemAtOnce) {
  json bad = with("auth_token", "canary");
  bad["webhook_secret"] = "canary";
  EXPECT_EQ(pointers(bad), (std::vector<std::string>{"/auth_token", "/webhook_secret"}));
}

TEST(TelegramAccount, BuildsThePathOfItsServerAndWorld) {
  Account bot{.token = "1:a"};
  EXPECT_EQ(method_url(bot, "getMe"), "https://api.telegram.org/bot1:a/getMe");
  bot.api_url = "http://127.0.0.1:8081//";
  bot.environment = Environment::Test;
  EXPECT_EQ(method_url(bot, "getMe"), "http://127.0.0.1:8081/bot1:a/test/getMe");
  EXPECT_EQ(file_url(bot, "photos/a.jpg"), "http://127.0.0.1:8081/file/bot1:a/test/photos/a.jpg");
}

}  // namespace
}  // namespace herald::telegram::testing
