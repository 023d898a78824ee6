// Canaries: secrets that were given to the API show up in no answer, no log and no database.
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

const std::string kToken = "canaryAuthToken00000000000000001";
const std::string kKey = "SKca0a4100000000000000000000000002";
const std::string kSecret = "canaryApiSecret/+=\"02";
const std::string kWebhook = "canaryWebhookSecret3";
const std::string kInConfig = "canaryRotatedToken4";

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4U];
    out += kDigits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

/// The log of exchanges on disk, as bytes.
std::string channel_log(const Daemon& daemon) {
  return read_file(daemon.directory() / "channel_log.db") +
         read_file(daemon.directory() / "channel_log.db-wal");
}

/// Everything that the daemon has in its database, as bytes.
std::string database(const Daemon& daemon) {
  if (daemon.dialect() == Dialect::Sqlite)
    return read_file(daemon.directory() / "herald.db") + read_file(daemon.directory() / "herald.db-wal");
  const std::string name = daemon.storage_url().substr(daemon.storage_url().find("/flow_") + 1);
  const std::string schema = name.substr(0, name.find('?'));
  support::MariadbSession session{support::shared_mariadb().socket(), schema};
  std::string all;
  for (const auto& table : session.rows("show tables"))
    for (const auto& row : session.rows("select * from `" + *table.at(0) + "`"))
      for (const auto& cell : row) all += cell.value_or("") + "\n";
  return all;
}

class SecretsFlow : public testing::TestWithParam<Dialect> {
 protected:
  [[nodiscard]] json draft() const {
    return {{"channel_type", "SMS"},
            {"channel_name", "canary"},
            {"api_provider", "twilio"},
            {"api_url", twilio_.url()},
            {"account_id", account_.sid},
            {"sender_id", "+15005550006"},
            {"auth_token", kToken},
            {"api_key", kKey},
            {"api_secret", kSecret},
            {"webhook_secret", kWebhook},
            {"config_json", {{"auth_tokens", json::array({kInConfig})}}}};
  }
  /// The canaries in every spelling they could take, and the API key itself.
  [[nodiscard]] std::vector<std::string> spellings() const {
    std::vector<std::string> out{base64(kKey + ":" + kSecret), tenant_.key()};
    for (const std::string& one : {kToken, kKey, kSecret, kWebhook, kInConfig}) {
      out.insert(out.end(), {one, base64(one), hex(one)});
      out.push_back(json(one).dump().substr(1, one.size()));
    }
    return out;
  }
  void expect_none(const std::string& text, const std::string& where) const {
    for (const std::string& one : spellings())
      EXPECT_EQ(text.find(one), std::string::npos) << one << " in " << where;
  }
  void say(const std::string& method, const std::string& path, const std::string& body = {}) {
    expect_none(tenant_.call(method, path, body).body, method + " " + path);
  }

  TwilioAccount account_{.auth_token = kToken, .api_key = kKey, .api_secret = kSecret};
  TwilioServer twilio_{account_};
  Daemon daemon_{GetParam(), {.only = {"sandbox", "twilio"}}};
  Tenant tenant_{daemon_.port(), daemon_.make_key("canaries")};
};

TEST_P(SecretsFlow, NoAnswerLogOrDatabaseShowsThem) {
  const HttpReply made = tenant_.call("POST", "/channels", draft().dump());
  ASSERT_EQ(made.status, 201) << made.body;
  expect_none(made.body, "POST /channels");
  const json channel = json::parse(made.body);
  EXPECT_EQ(channel.at("auth_token"), (json{{"set", true}}));
  EXPECT_EQ(channel.at("config_json").at("auth_tokens"), (json{{"set", true}}));
  const std::string id = channel.at("id");

  twilio_.next("+447700900123", {TwilioMood::Babbling});
  const std::string message =
      tenant_.send({{"channel_id", id}, {"to_address", "+447700900123"}, {"message_body", "x"}});
  const json failed = tenant_.await(message, "FAILED");
  ASSERT_EQ(failed.at("error").at("code"), "21211") << failed;
  ASSERT_EQ(twilio_.seen().at(0).answer, 400) << "the far side knows the canary";
  EXPECT_NE(failed.at("error").at("text").get<std::string>().find("[secret]"), std::string::npos) << failed;
  expect_none(failed.dump(), "the failed message");

  const std::string delivered =
      tenant_.send({{"channel_id", id}, {"to_address", "+447700900124"}, {"message_body", "y"}});
  tenant_.await(delivered, "SENT");
  const TwilioSeen seen = twilio_.seen("+447700900124").at(0);
  EXPECT_EQ(call_back(account_, seen, {.status = "delivered"}) / 100, 2);
  EXPECT_EQ(call_back(account_, seen, {.status = "read", .token = kInConfig}) / 100, 2)
      << "signed with the rotated token";

  for (const char* path : {"/channels", "/messages"}) say("GET", path);
  say("GET", "/channels/" + id);
  say("GET", "/channels/" + id + "/log");
  for (const char* path : {"/api/v1/admin/channels", "/api/v1/admin/plugins", "/api/v1/admin/doctor"})
    expect_none(daemon_.admin("GET", path).body, path);
  HttpClient anybody{daemon_.port()};
  for (const char* path : {"/metrics", "/readyz"}) expect_none(anybody.send({.target = path}).body, path);
  ASSERT_EQ(daemon_.stop(), 0);
  expect_none(daemon_.log(), "the log");
  expect_none(database(daemon_), "the database");
  expect_none(channel_log(daemon_), "the log of exchanges");
  EXPECT_NE(channel_log(daemon_).find("+447700900124"), std::string::npos) << "the exchange is in it";
  EXPECT_NE(database(daemon_).find(account_.sid), std::string::npos) << "the search looks at the right bytes";
}

TEST_P(SecretsFlow, AMistakeBesideASecretDoesNotRepeatIt) {
  json unknown_field = draft();
  unknown_field["auth_tokem"] = kToken;
  unknown_field["priority"] = kSecret;
  say("POST", "/channels", unknown_field.dump());
  json unknown_config = draft();
  unknown_config["config_json"] = {{"auth_tokens", kInConfig}, {"region", kSecret}, {"passwort", kToken}};
  say("POST", "/channels", unknown_config.dump());
  json too_long = draft();
  too_long["auth_token"] = std::string(20'000, 'x') + kToken;
  say("POST", "/channels", too_long.dump());
  say("POST", "/channels", draft().dump().substr(0, draft().dump().size() - 1));
  say("POST", "/channels", "\"" + kToken + "\"");
  say("GET", "/channels?auth_token=" + kToken);
  Tenant stranger{daemon_.port(), kToken};
  expect_none(stranger.call("GET", "/channels").body, "a token taken for a key");
  ASSERT_EQ(daemon_.stop(), 0);
  expect_none(daemon_.log(), "the log");
}

TEST_P(SecretsFlow, AFarSideThatQuotesThemIsNotQuoted) {
  const std::string body =
      json{{"error", {{"code", kToken}, {"message", "you sent Bearer " + kToken + ", " + kWebhook}}}}.dump();
  const RawServer echo{
      RawServer::replies("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n\r\n" + body)};
  const std::string channel = tenant_.make_channel({{"channel_type", "SMS"},
                                                    {"channel_name", "echo"},
                                                    {"api_provider", "sandbox"},
                                                    {"api_url", echo.url("")},
                                                    {"auth_token", kToken},
                                                    {"webhook_secret", kWebhook}});
  const std::string id =
      tenant_.send({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", "x"}});
  const json failed = tenant_.await(id, "FAILED");
  ASSERT_NE(echo.requests().at(0).head.find(kToken), std::string::npos) << "the far side knows the canary";
  EXPECT_NE(failed.at("error").at("text").get<std::string>().find("you sent Bearer ***"), std::string::npos)
      << failed;
  expect_none(failed.dump(), "the failed message");
  ASSERT_EQ(daemon_.stop(), 0);
  expect_none(daemon_.log(), "the log");
  expect_none(channel_log(daemon_), "the log of exchanges");
  EXPECT_NE(channel_log(daemon_).find("you sent ***"), std::string::npos) << "the exchange is in it";
  expect_none(database(daemon_), "the database");
}

HERALD_ON_BOTH_DATABASES(SecretsFlow);

}  // namespace
}  // namespace herald::test
