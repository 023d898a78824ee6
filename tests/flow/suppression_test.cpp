// Who does not want to be written to, or cannot be, is left alone: keywords, bounces and the tenant's own
// list.
#include <nlohmann/json.hpp>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/true_sums.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class SuppressionFlow : public InTheHouse {
 protected:
  /// A channel of the sandbox, whose plugin leaves keywords to the host.
  std::string make_channel(const std::string& type, const json& config = json::object()) {
    json draft = house_.sandbox.channel(fresh_text("suppression"));
    draft["channel_type"] = type;
    draft["config_json"] = config;
    return house_.tenant.make_channel(draft);
  }
  void write(const std::string& channel, const std::string& from, const std::string& text) {
    const json event{{"kind", "inbound"}, {"event_id", fresh_text("evt")}, {"message_id", fresh_text("in")},
                     {"from", from},      {"to", "+15005550006"},          {"text", text}};
    EXPECT_EQ(call_back(house_.daemon,
                        SandboxCallback{.channel = channel, .body = sandbox_events(json::array({event}))})
                  .status,
              200);
  }
  std::string send(const std::string& channel, const std::string& to) {
    const std::string id = agent_.send({{"channel_id", channel},
                                        {"to_address", to},
                                        {"subject", to.starts_with('+') ? json() : json("Hello")},
                                        {"message_body", fresh_text("ours")}});
    json message;
    eventually([&] {
      message = agent_.message(id);
      return message.at("status") != "QUEUED" && message.at("status") != "SENDING";
    });
    return message.at("status");
  }
  json list(const std::string& query) {
    const HttpReply reply = agent_.call("GET", "/suppressions?" + query);
    EXPECT_EQ(reply.status, 200) << reply.body;
    const json page = json::parse(reply.body);
    return page.at("data");
  }
  static std::string escaped(const std::string& number) { return "%2B" + number.substr(1); }

  std::string sms_ = make_channel("SMS");
  Tenant agent_ =
      with_scopes(house_.daemon, tenant_of(house_.daemon, sms_), {"contacts.*", "communication.*"});
};

TEST_P(SuppressionFlow, AKeywordInAnyLanguageIsHonouredOnItsChannelTypeAlone) {
  const std::string number = fresh_number();
  write(sms_, number, "Arr\xC3\xAAt.");
  EXPECT_EQ(send(sms_, number), "REJECTED");
  EXPECT_NE(send(make_channel("WHATSAPP"), number), "REJECTED");
  const json standing = list("kind=phone&active=true&address=" + escaped(number));
  ASSERT_EQ(standing.size(), 1U);
  EXPECT_EQ(standing.at(0).at("reason"), "opt_out");
  EXPECT_EQ(standing.at(0).at("channel_type"), "SMS");
  EXPECT_EQ(standing.at(0).at("evidence").at("text"), "Arr\xC3\xAAt.");
  EXPECT_EQ(agent_.message(standing.at(0).at("evidence").at("message")).at("direction"), "INBOUND");
  write(sms_, number, "please stop it");
  write(sms_, number, "START");
  EXPECT_NE(send(sms_, number), "REJECTED");
  EXPECT_TRUE(list("active=true&kind=phone&address=" + escaped(number)).empty());
  EXPECT_EQ(list("active=false&kind=phone&address=" + escaped(number)).size(), 1U) << "evidence stays";
}

TEST_P(SuppressionFlow, AChannelMayHaveWordsOfItsOwnOrLeaveThemToItsProvider) {
  const std::string own = make_channel("SMS", {{"opt_out_keywords", {"Genug"}}});
  const std::string first = fresh_number(), second = fresh_number();
  write(own, first, "genug!");
  EXPECT_EQ(send(own, first), "REJECTED");
  write(make_channel("SMS", {{"opt_out_handling", "provider"}}), second, "STOP");
  EXPECT_NE(send(sms_, second), "REJECTED");
  json bad = house_.sandbox.channel(fresh_text("suppression"));
  bad["config_json"] = {{"opt_out_keywords", {""}}, {"opt_in_keywords", "YES"}, {"opt_out_handling", "me"}};
  const HttpReply refused = agent_.call("POST", "/channels", bad.dump());
  EXPECT_EQ(refused.status, 400);
  const json problems = json::parse(refused.body);
  EXPECT_EQ(problems.at("errors").size(), 3U) << refused.body;
}

TEST_P(SuppressionFlow, TheTenantsOwnListIsHonouredUntilItIsLifted) {
  const std::string number = fresh_number();
  const json wish{{"kind", "phone"}, {"address", number}, {"note", "asked by letter"}};
  const HttpReply made = agent_.call("POST", "/suppressions", wish.dump());
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id = json::parse(made.body).at("id");
  EXPECT_EQ(agent_.call("POST", "/suppressions", wish.dump()).status, 200);
  EXPECT_EQ(send(sms_, number), "REJECTED");
  write(sms_, number, "START");
  EXPECT_EQ(send(sms_, number), "REJECTED") << "that was not the person's wish to lift";
  EXPECT_EQ(agent_.call("DELETE", "/suppressions/" + id).status, 204);
  EXPECT_NE(send(sms_, number), "REJECTED");
}

HERALD_ON_BOTH_DATABASES(SuppressionFlow);

}  // namespace
}  // namespace herald::test
