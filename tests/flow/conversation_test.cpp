// One conversation for one contact over two channels: its sums, its reading and its end.
#include <nlohmann/json.hpp>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/true_sums.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class ConversationFlow : public InTheHouse {
 protected:
  std::string make_mail_channel() {
    json mail = house_.sandbox.channel(fresh_text("mail"));
    mail["channel_type"] = "EMAIL";
    return house_.tenant.make_channel(mail);
  }
  json send(const std::string& channel, const std::string& to) {
    const std::string id = agent_.send({{"channel_id", channel},
                                        {"to_address", to},
                                        {"contact_id", contact_},
                                        {"subject", channel == mail_channel_ ? json("Hello") : json()},
                                        {"message_body", fresh_text("ours")}});
    json message;
    eventually([&] { return !(message = agent_.message(id)).at("sent_at").is_null(); });
    return message;
  }
  std::string arrive(const std::string& channel, const std::string& from) {
    const std::string text = fresh_text("theirs");
    const json event{{"kind", "inbound"}, {"event_id", fresh_text("evt")}, {"message_id", fresh_text("in")},
                     {"from", from},      {"to", "+15005550006"},          {"text", text}};
    EXPECT_EQ(call_back(house_.daemon,
                        SandboxCallback{.channel = channel, .body = sandbox_events(json::array({event}))})
                  .status,
              200);
    for (const json& message : agent_.messages())
      if (message.at("message_body") == text) return message.at("id");
    ADD_FAILURE() << "the text is not stored";
    return {};
  }
  json session(const std::string& id) {
    const HttpReply reply = agent_.call("GET", "/sessions/" + id);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json::parse(reply.body);
  }
  /// The conversation once it has counted so many messages.
  json counted(const std::string& id, int messages) {
    json seen;
    EXPECT_TRUE(eventually([&] { return (seen = session(id)).at("message_count") == messages; })) << seen;
    return seen;
  }
  std::vector<std::string> listed(const std::string& filter) {
    const HttpReply reply = agent_.call("GET", "/sessions?contact_id=" + contact_ + filter);
    EXPECT_EQ(reply.status, 200) << reply.body;
    std::vector<std::string> out;
    const json page = json::parse(reply.body);
    for (const json& one : page.at("data")) out.push_back(one.at("id"));
    return out;
  }

  std::string mail_channel_ = make_mail_channel();
  Tenant agent_ = with_scopes(house_.daemon, tenant_of(house_.daemon, mail_channel_),
                              {"conversations.*", "communication.*"});
  std::string contact_{"contact-" + fresh_number().substr(1)};
  std::string number_{fresh_number()};
  std::string address_{"person" + fresh_number().substr(1) + "@example.com"};
};

TEST_P(ConversationFlow, TwoChannelsToOneContactAreOneConversation) {
  const json sms = send(house_.sandbox_channel, number_);
  const json mail = send(mail_channel_, address_);
  const std::string id = sms.at("session_id");
  EXPECT_EQ(mail.at("session_id"), id);
  arrive(house_.sandbox_channel, number_);
  const std::string last = arrive(mail_channel_, address_);
  const json seen = counted(id, 4);
  EXPECT_EQ(seen.at("unread_count"), 2);
  EXPECT_EQ(seen.at("direction"), "INBOUND");
  EXPECT_EQ(seen.at("channel_type"), "EMAIL");
  EXPECT_EQ(seen.at("contact_id"), contact_);
  EXPECT_EQ(seen.at("contact").at("addresses").size(), 2U);
  ASSERT_EQ(seen.at("messages").size(), 4U);
  EXPECT_EQ(seen.at("messages").at(0).at("id"), last);
  EXPECT_EQ(seen.at("messages").at(3).at("id"), sms.at("id"));
  EXPECT_EQ(listed(""), std::vector<std::string>{id});
  EXPECT_EQ(listed("&unread=true&direction=INBOUND&channel_type=EMAIL"), std::vector<std::string>{id});
  EXPECT_EQ(wrong_sums(agent_), "");

  const HttpReply first = agent_.call("GET", "/sessions/" + id + "?limit=3");
  const json page = json::parse(first.body);
  EXPECT_EQ(page.at("has_more"), true);
  const HttpReply rest =
      agent_.call("GET", "/sessions/" + id + "?limit=3&cursor=" + page.at("next_cursor").get<std::string>());
  EXPECT_EQ(json::parse(rest.body).at("messages").at(0).at("id"), sms.at("id"));
}

TEST_P(ConversationFlow, ReadingAndClosingIt) {
  const std::string id = send(house_.sandbox_channel, number_).at("session_id");
  const std::string first = arrive(house_.sandbox_channel, number_);
  arrive(house_.sandbox_channel, number_);
  EXPECT_EQ(counted(id, 3).at("unread_count"), 2);
  HttpReply reply = agent_.call("POST", "/sessions/" + id + "/read", json{{"up_to", first}}.dump());
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(json::parse(reply.body).at("unread_count"), 1);
  reply = agent_.call("POST", "/sessions/" + id + "/read");
  EXPECT_EQ(json::parse(reply.body).at("unread_count"), 0);
  EXPECT_TRUE(listed("&unread=true").empty());

  reply = agent_.call("PATCH", "/sessions/" + id,
                      R"({"agent_id":"a1","is_starred":true,"status":"COMPLETED"})", {{"If-Match", "\"1\""}});
  ASSERT_EQ(reply.status, 200) << reply.body;
  const json closed = json::parse(reply.body);
  EXPECT_EQ(closed.at("status"), "COMPLETED");
  EXPECT_EQ(closed.at("revision"), 2);
  EXPECT_EQ(
      agent_.call("PATCH", "/sessions/" + id, R"({"is_starred":false})", {{"If-Match", "\"1\""}}).status,
      412);
  const std::string next = arrive(house_.sandbox_channel, number_);
  EXPECT_NE(agent_.message(next).at("session_id"), id);
  EXPECT_EQ(listed("&status=COMPLETED&agent_id=a1&starred=true"), std::vector<std::string>{id});
}

HERALD_ON_BOTH_DATABASES(ConversationFlow);

}  // namespace
}  // namespace herald::test
