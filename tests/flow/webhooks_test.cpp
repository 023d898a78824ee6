// What providers tell the running server: texts, wishes, batches with a bad element, and what is not genuine.
#include <nlohmann/json.hpp>

#include "host/storage/connection.hpp"
#include "tests/flow/callbacks.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// The answer without what names the request or the moment.
std::string bare(const HttpReply& reply) {
  std::string out;
  for (std::size_t from = 0; from < reply.head.size();) {
    const auto end = std::min(reply.head.find("\r\n", from), reply.head.size());
    const std::string line = reply.head.substr(from, end - from);
    if (!line.starts_with("Date:") && !line.starts_with("X-Request-Id:")) out += line + "\n";
    from = end + 2;
  }
  return out + "\n" + reply.body;
}

class WebhookFlow : public InTheHouse {
 protected:
  HttpReply sandbox(const json& events, const std::string& token = "sandbox-token") {
    return call_back(
        house_.daemon,
        SandboxCallback{.channel = house_.sandbox_channel, .body = sandbox_events(events), .token = token});
  }
  json inbound(const std::string& from, const std::string& text) {
    return {{"kind", "inbound"}, {"event_id", fresh_text("evt")}, {"message_id", fresh_text("in")},
            {"from", from},      {"to", "+15005550006"},          {"text", text}};
  }
  json get(const std::string& path) {
    const HttpReply reply = reader_.call("GET", path);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  json replay(const std::string& path) {
    const HttpReply reply = reader_.call("POST", "/webhook-log/" + path + "/replay");
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  /// The newest webhook in the log.
  json newest() {
    return get("/webhook-log/" + get("/webhook-log?limit=1").at("data").at(0).at("id").get<std::string>());
  }
  std::vector<json> messages_with(const std::string& text) {
    std::vector<json> out;
    for (const json& message : house_.tenant.messages())
      if (message.at("message_body") == text) out.push_back(message);
    return out;
  }

 private:
  Tenant reader_ = webhook_reader(house_.daemon, tenant_of(house_.daemon, house_.sandbox_channel));
};

TEST_P(WebhookFlow, ATextJoinsTheConversationOfWhoeverSentIt) {
  const std::string number = fresh_number(), text = fresh_text("hello from outside");
  const json ours = house_.tenant.await(house_.send_twilio(number, fresh_text("first")), "SENT");
  const HttpReply reply =
      call_back(house_, TwilioInbound{.from = number, .text = text, .sid = "SM" + fresh_text("in")});
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "<Response/>");
  const auto found = messages_with(text);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("direction"), "INBOUND");
  EXPECT_EQ(found[0].at("status"), "DELIVERED");
  EXPECT_EQ(found[0].at("from_address"), number);
  EXPECT_EQ(found[0].at("session_id"), ours.at("session_id"));
  EXPECT_EQ(types_of(house_.tenant.message(found[0].at("id"))), "message.received");
}

TEST_P(WebhookFlow, StopIsHonouredAtTheNextSendAndStartLiftsIt) {
  const std::string number = fresh_number();
  call_back(house_, TwilioInbound{.from = number, .text = "STOP", .sid = "SM" + fresh_text("stop")});
  const json stopped = house_.tenant.await(house_.send_twilio(number, fresh_text("unwanted")), "REJECTED");
  EXPECT_EQ(stopped.at("status"), "REJECTED");
  EXPECT_EQ(stopped.at("reason"), "suppressed");
  EXPECT_TRUE(house_.twilio.seen(number).empty()) << "the provider has heard nothing of it";
  call_back(house_, TwilioInbound{.from = number, .text = "START", .sid = "SM" + fresh_text("start")});
  EXPECT_EQ(house_.tenant.await(house_.send_twilio(number, fresh_text("wanted")), "SENT").at("status"),
            "SENT");
}

TEST_P(WebhookFlow, AnUnsubscribeThatTheProviderReportsIsHonouredToo) {
  const std::string number = fresh_number();
  EXPECT_EQ(
      sandbox(json::array({{{"kind", "opt_out"}, {"event_id", fresh_text("out")}, {"address", number}}}))
          .status,
      200);
  const std::string id = house_.tenant.send({{"channel_id", house_.sandbox_channel},
                                             {"to_address", number},
                                             {"message_body", fresh_text("unwanted")}});
  EXPECT_EQ(house_.tenant.await(id, "REJECTED").at("status"), "REJECTED");
}

TEST_P(WebhookFlow, ABadElementIsADeadLetterItsNeighboursAreAppliedAndAReplayMendsIt) {
  const std::string before = fresh_text("before"), bad = fresh_text("bad"), after = fresh_text("after");
  const std::string national = "0" + fresh_number().substr(3);  // a number only where one knows the country
  EXPECT_EQ(sandbox(json::array({inbound(fresh_number(), before), inbound(national, bad),
                                 inbound(fresh_number(), after)}))
                .status,
            200);
  EXPECT_EQ(messages_with(before).size(), 1U);
  EXPECT_EQ(messages_with(bad).size(), 0U);
  EXPECT_EQ(messages_with(after).size(), 1U);
  const json log = newest();
  EXPECT_EQ(log.at("status"), "FAILED");
  ASSERT_EQ(log.at("elements").size(), 3U);
  const json& dead = log.at("elements").at(1);
  EXPECT_EQ(dead.at("status"), "FAILED");
  EXPECT_NE(dead.at("reason").get<std::string>().find("country code"), std::string::npos) << dead;
  EXPECT_EQ(log.at("elements").at(2).at("status"), "PROCESSED");
  const std::string id = log.at("id");
  EXPECT_EQ(replay(id),
            (json{{"applied", 0}, {"unchanged", 2}, {"waiting", 0}, {"skipped", 0}, {"failed", 1}}));
  storage::Connection database{storage::parse_storage_url(house_.daemon.storage_url()).value(),
                               storage::Access::Write};
  const std::string tenant = tenant_of(house_.daemon, house_.sandbox_channel);
  database.execute("update tenant set default_region = 'GB' where id = ?", storage::Row{tenant});
  const std::string element = id + "/elements/" + dead.at("id").get<std::string>();
  EXPECT_EQ(replay(element).at("applied"), 1);
  EXPECT_EQ(replay(element).at("unchanged"), 1) << "applied twice changes nothing";
  EXPECT_EQ(replay(id).at("unchanged"), 3);
  EXPECT_EQ(messages_with(bad).size(), 1U);
  EXPECT_EQ(newest().at("status"), "PROCESSED");
  database.execute("update tenant set default_region = '' where id = ?", storage::Row{tenant});
}

TEST_P(WebhookFlow, TheLogIsFilteredAndShowsNoSecrets) {
  sandbox(json::array({inbound(fresh_number(), fresh_text("for the log"))}));
  const json log = newest();
  EXPECT_EQ(log.at("provider"), "sandbox");
  EXPECT_EQ(log.at("channel_id"), house_.sandbox_channel);
  EXPECT_GT(log.at("body_bytes").get<int>(), 0);
  EXPECT_EQ(log.dump().find("sandbox-token"), std::string::npos);
  const json processed = get("/webhook-log?status=PROCESSED&channel_id=" + house_.sandbox_channel);
  for (const json& one : processed.at("data")) {
    EXPECT_EQ(one.at("status"), "PROCESSED");
    EXPECT_EQ(one.at("channel_id"), house_.sandbox_channel);
  }
  EXPECT_TRUE(get("/webhook-log?received_until=2020-01-01T00:00:00Z").at("data").empty());
  EXPECT_FALSE(get("/webhook-log?received_from=2020-01-01T00:00:00Z").at("data").empty());
}

TEST_P(WebhookFlow, WhatIsNotGenuineIsAnsweredByteForByteAlikeAndNotStored) {
  const std::string newest_before = newest().at("id");
  const json events = json::array({inbound(fresh_number(), fresh_text("forged"))});
  const std::string body = sandbox_events(events);
  const std::string nobody = "01890000-0000-7000-8000-00000000dead";
  const std::string forged = bare(sandbox(events, "another-token"));
  EXPECT_TRUE(forged.starts_with("HTTP/1.1 403")) << forged;
  const auto& daemon = house_.daemon;
  EXPECT_EQ(forged, bare(call_back(daemon, SandboxCallback{.channel = nobody, .body = body})));
  EXPECT_EQ(forged, bare(call_back(daemon, SandboxCallback{.channel = house_.twilio_channel, .body = body})));
  EXPECT_EQ(
      forged,
      bare(call_back(
          daemon, SandboxCallback{.channel = house_.sandbox_channel, .body = body, .provider = "twilio"})));
  EXPECT_EQ(
      forged,
      bare(call_back(
          daemon, SandboxCallback{.channel = house_.sandbox_channel, .body = body, .provider = "nosuch"})));
  EXPECT_EQ(forged, bare(call_back(daemon, GenericCallback{.tenant = nobody, .body = body})));
  const std::string tenant = tenant_of(daemon, house_.sandbox_channel);
  EXPECT_EQ(forged, bare(call_back(daemon, GenericCallback{.tenant = tenant, .body = body, .secret = "x"})));
  EXPECT_EQ(newest().at("id"), newest_before);
  const HttpReply metrics = HttpClient{daemon.port()}.send({.target = "/metrics"});
  EXPECT_NE(metrics.body.find("herald_webhooks_total{result=\"refused\"}"), std::string::npos);
}

TEST_P(WebhookFlow, TheGenericFormTakesNeutralEventsOnce) {
  const std::string text = fresh_text("generic");
  const json event{{"kind", "inbound"},
                   {"from", fresh_number()},
                   {"to", "+15005550006"},
                   {"type", "TEXT"},
                   {"text", text}};
  const GenericCallback callback{.tenant = tenant_of(house_.daemon, house_.sandbox_channel),
                                 .body = sandbox_events(json::array({event}))};
  EXPECT_EQ(call_back(house_.daemon, callback).status, 200);
  EXPECT_EQ(call_back(house_.daemon, callback).status, 200);
  EXPECT_EQ(messages_with(text).size(), 1U);
  const HttpReply bad =
      call_back(house_.daemon, GenericCallback{.tenant = callback.tenant, .body = "no events"});
  EXPECT_EQ(bad.status, 400);
  EXPECT_EQ(json::parse(bad.body).at("code"), "invalid_body");
}

HERALD_ON_BOTH_DATABASES(WebhookFlow);

}  // namespace
}  // namespace herald::test
