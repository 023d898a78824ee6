#include "tests/flow/house.hpp"

#include <atomic>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

json twilio_channel(const TwilioServer& server) {
  return {{"channel_type", "SMS"},       {"channel_name", "twilio"},
          {"api_provider", "twilio"},    {"api_url", server.url()},
          {"timeout_seconds", 2},        {"account_id", server.account().sid},
          {"sender_id", "+15005550006"}, {"auth_token", server.account().auth_token}};
}

int next_number() {
  static std::atomic<int> count{0};
  return ++count;
}

}  // namespace

House::House(Dialect dialect)
    : daemon{dialect, {.only = {}}},
      tenant{daemon.port(), daemon.make_key("house")},
      sandbox_channel{tenant.make_channel(sandbox.channel("sandbox"))},
      twilio_channel{tenant.make_channel(test::twilio_channel(twilio))} {}

std::string House::send_sandbox(const std::string& to, const std::string& text) {
  return tenant.send(
      {{"channel_id", sandbox_channel}, {"to_address", "+150055501" + to}, {"message_body", text}});
}

std::string House::send_twilio(const std::string& to, const std::string& text) {
  return tenant.send({{"channel_id", twilio_channel}, {"to_address", to}, {"message_body", text}});
}

House& shared_house(Dialect dialect) {
  if (dialect == Dialect::Mysql)
    support::shared_mariadb();  // made before the house, so that it goes after it
  if (dialect == Dialect::Sqlite) {
    static House sqlite{Dialect::Sqlite};
    return sqlite;
  }
  static House mysql{Dialect::Mysql};
  return mysql;
}

std::string fresh_text(const std::string& what) { return what + " " + std::to_string(next_number()); }

std::string fresh_number() {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "+447700901%03d", next_number());
  return text.data();
}

std::string types_of(const json& message) {
  std::string out;
  for (const json& row : message.at("timeline"))
    out += (out.empty() ? "" : " ") + row.at("type").get<std::string>();
  return out;
}

std::string dialect_name(const testing::TestParamInfo<Dialect>& info) { return to_text(info.param); }

}  // namespace herald::test
