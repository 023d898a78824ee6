// People say how they want to be reached, and whether.
#include <nlohmann/json.hpp>

#include "host/base/clock.hpp"
#include "tests/flow/house.hpp"
#include "tests/flow/true_sums.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class PreferenceFlow : public InTheHouse {
 protected:
  std::string make_channel(const std::string& type) {
    json draft = house_.sandbox.channel(fresh_text("preference"));
    draft["channel_type"] = type;
    return house_.tenant.make_channel(draft);
  }
  json set(const json& wish, int status = 200) {
    const HttpReply reply = agent_.call("POST", "/contacts/" + person_ + "/preferences", wish.dump());
    EXPECT_EQ(reply.status, status) << reply.body;
    return json::parse(reply.body);
  }
  /// The message once it is beyond sending.
  json sent(json wish) {
    wish["contact_id"] = person_;
    wish["message_body"] = fresh_text("preferred");
    const std::string id = agent_.send(wish);
    json message;
    eventually([&] {
      message = agent_.message(id);
      return message.at("status") != "QUEUED" && message.at("status") != "SENDING";
    });
    return message;
  }
  static std::string soon() {
    return herald::to_rfc3339(herald::SystemClock{}.now() + std::chrono::seconds{2});
  }
  std::string person_ = "person-" + fresh_number().substr(1);
  std::string sms_ = make_channel("SMS");
  Tenant agent_ =
      with_scopes(house_.daemon, tenant_of(house_.daemon, sms_), {"contacts.*", "communication.*"});
};

TEST_P(PreferenceFlow, AMessageToAContactGoesWhereTheContactPrefers) {
  make_channel("WHATSAPP");
  const std::string number = fresh_number();
  set({{"whatsapp_number", number}, {"phone_number", "+15005550006"}, {"preferred_channel", "WHATSAPP"}},
      201);
  const json message = sent(json::object());
  EXPECT_EQ(message.at("channel_type"), "WHATSAPP") << message;
  EXPECT_EQ(message.at("to_address"), number);
  const json why =
      json::parse(agent_.call("GET", "/messages/" + message.at("id").get<std::string>() + "/explain").body);
  EXPECT_EQ(why.at("channel").at("chosen_by"), "preference");
  EXPECT_NE(why.dump().find("which the contact prefers"), std::string::npos) << why;
  EXPECT_EQ(sent({{"channel_type", "SMS"}}).at("to_address"), "+15005550006");
}

TEST_P(PreferenceFlow, WhatTheContactDoesNotWantIsHonouredForWhatWaitsAlready) {
  const json later{{"channel_type", "SMS"},
                   {"to_address", fresh_number()},
                   {"contact_id", person_},
                   {"message_body", fresh_text("later")},
                   {"schedule_for", soon()}};
  const std::string waits = agent_.send(later);
  set({{"do_not_contact", true}, {"do_not_contact_reason", "asked by letter"}}, 201);
  const json stopped = agent_.await(waits, "REJECTED");
  EXPECT_EQ(stopped.at("status"), "REJECTED") << stopped;
  EXPECT_EQ(stopped.at("reason"), "do_not_contact");
  set({{"do_not_contact", false}, {"allow_sms", false}});
  EXPECT_EQ(sent({{"channel_id", sms_}}).at("reason"), "channel_not_allowed");
  set({{"allow_sms", true}});
  EXPECT_NE(sent({{"channel_id", sms_}}).at("status"), "REJECTED");
}

TEST_P(PreferenceFlow, AnotherTenantsContactOfThatNameIsAnotherPerson) {
  set({{"do_not_contact", true}}, 201);
  const HttpReply made =
      house_.daemon.admin("POST", "/api/v1/admin/tenants", json{{"name", "stranger"}}.dump());
  Tenant stranger = with_scopes(house_.daemon, json::parse(made.body).at("id"), {"contacts.*"});
  EXPECT_EQ(stranger.call("GET", "/contacts/" + person_ + "/preferences").status, 404);
  const HttpReply own = agent_.call("GET", "/contacts/" + person_ + "/preferences");
  EXPECT_EQ(own.status, 200);
  EXPECT_EQ(json::parse(own.body).at("do_not_contact"), true);
}

HERALD_ON_BOTH_DATABASES(PreferenceFlow);

}  // namespace
}  // namespace herald::test
