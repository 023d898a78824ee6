// Exchanges with providers as support people see them, without what must not be seen.
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

json log_of(Tenant& tenant, const std::string& channel, const std::string& query = {}) {
  const HttpReply reply = tenant.call("GET", "/channels/" + channel + "/log" + query);
  EXPECT_EQ(reply.status, 200) << reply.body;
  return json::parse(reply.body);
}

/// The exchanges about one message, once there are so many.
json exchanges_of(Tenant& tenant, const std::string& channel, const std::string& message, std::size_t count) {
  json data;
  eventually([&] {
    data = log_of(tenant, channel, "?message_id=" + message).at("data");
    return data.size() >= count;
  });
  EXPECT_EQ(data.size(), count) << data;
  return data;
}

class ChannelLogFlow : public InTheHouse {
 protected:
  json exchanges(const std::string& channel, const std::string& message, std::size_t count) {
    return exchanges_of(house_.tenant, channel, message, count);
  }
};

TEST_P(ChannelLogFlow, ShowsTwilioWhatItWasAskedAndWhatItSaid) {
  const std::string to = fresh_number();
  const std::string text = fresh_text("logged");
  const std::string id = house_.send_twilio(to, text);
  house_.tenant.await(id, "SENT");
  const json row = exchanges(house_.twilio_channel, id, 1).at(0);
  EXPECT_EQ(row.at("operation"), "send");
  EXPECT_EQ(row.at("method"), "POST");
  EXPECT_EQ(row.at("status"), 201);
  EXPECT_EQ(row.at("verdict"), "accepted");
  EXPECT_NE(row.at("url").get<std::string>().find("/Messages.json"), std::string::npos) << row;
  EXPECT_NE(row.at("request").at("headers").get<std::string>().find("Authorization: ***"), std::string::npos)
      << row;
  EXPECT_NE(row.at("request").at("body").get<std::string>().find("Body=logged"), std::string::npos) << row;
  const json message = house_.tenant.message(id);
  EXPECT_NE(row.at("response").at("body").get<std::string>().find(message.at("provider_message_id")),
            std::string::npos)
      << row;
  const json summary = message.at("attempts").at(0).at("exchange");
  EXPECT_EQ(row.at("attempt_id"), message.at("attempts").at(0).at("id"));
  EXPECT_EQ(summary.at("requests"), 1);
  EXPECT_EQ(summary.at("status"), 201);
  EXPECT_EQ(summary.at("url"), row.at("url"));
}

TEST_P(ChannelLogFlow, ShowsEveryTryNewestFirst) {
  const std::string id = house_.send_sandbox("03", fresh_text("tried"));
  house_.tenant.await(id, "DELIVERED");
  const json rows = exchanges(house_.sandbox_channel, id, 3);
  EXPECT_EQ(rows.at(0).at("verdict"), "accepted");
  EXPECT_EQ(rows.at(1).at("verdict"), "not_sent");
  EXPECT_GE(rows.at(0).at("started_at"), rows.at(1).at("started_at"));
  const json attempts = house_.tenant.message(id).at("attempts");
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(rows.at(2 - i).at("attempt_id"), attempts.at(i).at("id"));
}

TEST_P(ChannelLogFlow, ShowsWhatWasNeverAnswered) {
  const std::string id = house_.send_sandbox("04", fresh_text("silent"));
  house_.tenant.await(id, "UNKNOWN");
  const json row = exchanges(house_.sandbox_channel, id, 1).at(0);
  EXPECT_TRUE(row.at("status").is_null());
  EXPECT_FALSE(row.at("failure").is_null());
  EXPECT_EQ(row.at("verdict"), "unknown");
}

TEST_P(ChannelLogFlow, IsReadPageByPage) {
  const std::string id = house_.send_sandbox("03", fresh_text("paged"));
  house_.tenant.await(id, "DELIVERED");
  const json all = exchanges(house_.sandbox_channel, id, 3);
  const std::string query = "?message_id=" + id + "&limit=2";
  const json first = log_of(house_.tenant, house_.sandbox_channel, query);
  ASSERT_TRUE(first.at("has_more"));
  const json second = log_of(house_.tenant, house_.sandbox_channel,
                             query + "&cursor=" + first.at("next_cursor").get<std::string>());
  EXPECT_FALSE(second.at("has_more"));
  EXPECT_EQ(first.at("data").size(), 2U);
  EXPECT_EQ(second.at("data"), json::array({all.at(2)}));
}

TEST_P(ChannelLogFlow, DoesNotExistForAnotherTenant) {
  const std::string id = house_.send_sandbox("00", fresh_text("ours"));
  house_.tenant.await(id, "DELIVERED");
  exchanges(house_.sandbox_channel, id, 1);
  Tenant stranger{house_.daemon.port(), house_.daemon.make_key("stranger")};
  EXPECT_EQ(stranger.call("GET", "/channels/" + house_.sandbox_channel + "/log").status, 404);
  const std::string own = stranger.make_channel(house_.sandbox.channel("own"));
  EXPECT_EQ(stranger.call("GET", "/channels/" + own + "/log").status, 200);
  EXPECT_EQ(stranger.call("GET", "/channels/" + own + "/log?message_id=" + id).status, 404);
}

HERALD_ON_BOTH_DATABASES(ChannelLogFlow);

class ChannelLogTrouble : public testing::TestWithParam<Dialect> {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return daemon_.directory() / "channel_log.db"; }
  void restart_after(const std::function<void()>& mischief) {
    ASSERT_EQ(daemon_.stop(), 0);
    std::filesystem::remove_all(path());
    mischief();
    daemon_.start();
  }
  std::string deliver() {
    const std::string id =
        tenant_.send({{"channel_id", channel_}, {"to_address", "+15005550100"}, {"message_body", "still"}});
    EXPECT_EQ(tenant_.await(id, "DELIVERED").at("status"), "DELIVERED");
    return id;
  }

  FarSide sandbox_;
  Daemon daemon_{GetParam(), {.only = {"sandbox", "twilio"}}};
  Tenant tenant_{daemon_.port(), daemon_.make_key("trouble")};
  std::string channel_{tenant_.make_channel(sandbox_.channel("sandbox"))};
};

TEST_P(ChannelLogTrouble, ADamagedFileIsSetAsideAndDeliveryGoesOn) {
  restart_after([&] { write_file(path(), std::string(8192, '#')); });
  const std::string id = deliver();
  EXPECT_TRUE(eventually([&] { return std::filesystem::exists(path().string() + ".damaged"); }));
  exchanges_of(tenant_, channel_, id, 1);
}

TEST_P(ChannelLogTrouble, AFileThatCannotBeWrittenNeverStopsDelivery) {
  restart_after([&] { std::filesystem::create_directory(path()); });
  const std::string id = deliver();
  EXPECT_EQ(tenant_.call("GET", "/channels/" + channel_ + "/log").status, 503);
  EXPECT_TRUE(tenant_.message(id).at("attempts").at(0).at("exchange").is_null());
  HttpClient anybody{daemon_.port()};
  EXPECT_TRUE(eventually([&] {
    return anybody.send({.target = "/metrics"}).body.find("herald_channel_log_dropped_total 1") !=
           std::string::npos;
  }));
  EXPECT_EQ(daemon_.stop(), 0);
}

HERALD_ON_BOTH_DATABASES(ChannelLogTrouble);

}  // namespace
}  // namespace herald::test
