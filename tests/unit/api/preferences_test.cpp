#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

constexpr const char* kPreferences = "/api/v1/communication/contacts/c%2042/preferences";
using Pointers = std::vector<std::string>;

domain::ContactPreference prefers(World& world, domain::ContactPreference p) {
  p.id = "p";
  p.tenant = domain::TenantId{kTenant};
  p.contact_ref = "c 42";
  p.revision = 3;
  world.preferences.stored[FakePreferences::place(p.tenant, p.contact_ref)] = p;
  return p;
}

TEST(Preferences, are_made_once_and_changed_then) {
  World world;
  EXPECT_EQ(world.get(kPreferences).status, 404);
  const auto made = world.post(
      kPreferences,
      R"({"phone_number":"07700 900123","email_address":"A@Example.COM","preferred_channel":"EMAIL","allow_sms":false})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(member(made, "contact_id"), "c 42");
  EXPECT_EQ(member(made, "phone_number"), "+447700900123") << "in the tenant's region";
  EXPECT_EQ(member(made, "email_address"), "A@example.com");
  EXPECT_EQ(header(made, "ETag"), "\"1\"");
  const domain::PreferenceChange& change = world.preferences.changes.at(0);
  EXPECT_EQ(change.fields, (Pointers{"email_address", "phone_number", "preferred_channel", "allow_sms"}));
  EXPECT_FALSE(change.preference.allow_sms);
  EXPECT_TRUE(change.preference.allow_email);
  const auto changed = world.post(kPreferences, R"({"allow_sms":null,"preferred_channel":null})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(member(changed, "preferred_channel"), "null");
  EXPECT_EQ(member(changed, "email_address"), "A@example.com") << "what is left out stays";
  EXPECT_TRUE(world.preferences.changes.at(1).preference.allow_sms);
  EXPECT_EQ(world.get(kPreferences).body, changed.body);
}

TEST(Preferences, consent_bears_the_time_when_it_was_given) {
  World world;
  world.post(kPreferences, R"({"opt_in_sms":true})");
  const Instant given = world.clock.now();
  EXPECT_EQ(world.preferences.changes.at(0).preference.opt_in_sms_at, given);
  EXPECT_FALSE(world.preferences.changes.at(0).preference.opt_in_marketing_at);
  world.clock.at += std::chrono::hours{1};
  world.post(kPreferences, R"({"opt_in_sms":true,"opt_in_marketing":true})");
  EXPECT_EQ(world.preferences.changes.at(1).preference.opt_in_sms_at, given) << "it held before";
  EXPECT_EQ(world.preferences.changes.at(1).preference.opt_in_marketing_at, world.clock.now());
}

TEST(Preferences, complain_about_everything_together) {
  World world;
  EXPECT_EQ(
      pointers(
          world.post(
              kPreferences,
              R"({"phone_number":"12","email_address":"nobody","allow_sms":1,"do_not_contact_until":"2035-01-01T00:00:00Z","do_not_contact_reason":")" +
                  std::string(201, 'x') + R"(","colour":"red"})"))
          .size(),
      6U);
  EXPECT_EQ(pointers(world.post(kPreferences, R"({"do_not_contact":true,"do_not_contact_until":"soon"})")),
            Pointers{"/do_not_contact_until"});
  EXPECT_EQ(world
                .post(kPreferences,
                      R"({"do_not_contact":true,"do_not_contact_reason":")" + std::string(200, 'x') + "\"}")
                .status,
            201);
  EXPECT_EQ(world.preferences.changes.size(), 1U);
}

TEST(Preferences, a_contact_has_a_name_of_1_to_64_characters) {
  World world;
  const auto of = [](const std::string& contact) {
    return "/api/v1/communication/contacts/" + contact + "/preferences";
  };
  EXPECT_EQ(world.post(of(std::string(64, 'x')), "{}").status, 201);
  for (const std::string& name : {std::string(65, 'x'), std::string{"%ff"}, std::string{"a%0ab"}}) {
    EXPECT_EQ(pointers(world.post(of(name), "{}")), Pointers{"/path/contact_id"}) << name;
    EXPECT_EQ(world.get(of(name)).status, 404) << name;
  }
}

TEST(Preferences, the_end_of_do_not_contact_goes_with_it) {
  World world;
  prefers(world, {.do_not_contact = true,
                  .do_not_contact_until = from_rfc3339("2035-01-01T00:00:00Z"),
                  .do_not_contact_reason = "leave"});
  const auto changed = world.post(kPreferences, R"({"do_not_contact":false})");
  EXPECT_EQ(member(changed, "do_not_contact_until"), "null");
  EXPECT_EQ(member(changed, "do_not_contact_reason"), "null");
}

TEST(Preferences, a_change_that_was_overtaken_is_made_anew_unless_it_names_a_revision) {
  World world;
  prefers(world, {});
  world.preferences.overtaken = 4;
  EXPECT_EQ(world.post(kPreferences, "{}").status, 200);
  world.preferences.overtaken = 5;
  EXPECT_EQ(world.post(kPreferences, "{}").status, 412);
  world.preferences.overtaken = 1;
  EXPECT_EQ(world.post(kPreferences, "{}", {{"If-Match", "\"4\""}}).status, 412);
  EXPECT_EQ(world.post(kPreferences, "{}", {{"If-Match", "\"3\""}}).status, 412);
  EXPECT_EQ(world.post(kPreferences, "{}", {{"If-Match", "\"4\""}}).status, 200);
}

TEST(PreferredWay, a_message_to_a_contact_goes_where_the_contact_prefers) {
  World world;
  prefers(world, {.phone_number = "+447700900123", .preferred_channel = "SMS"});
  const auto sent = world.post(kMessages, R"({"contact_id":"c 42","message_body":"hi"})");
  ASSERT_EQ(sent.status, 201) << sent.body;
  const domain::AcceptRequest& request = world.ledger.accepted.at(0);
  EXPECT_EQ(request.message.channel.text, kChannel);
  EXPECT_EQ(request.message.content.to_address, "+447700900123");
  EXPECT_EQ(request.chosen_by, domain::ChosenBy::Preference);
}

TEST(PreferredWay, what_the_caller_names_comes_first) {
  World world;
  prefers(world, {.phone_number = "+447700900123", .preferred_channel = "EMAIL"});
  world.post(
      kMessages,
      R"({"contact_id":"c 42","channel_type":"SMS","to_address":"+447700900999","message_body":"hi"})");
  EXPECT_EQ(world.ledger.accepted.at(0).message.content.to_address, "+447700900999");
  EXPECT_EQ(world.ledger.accepted.at(0).chosen_by, domain::ChosenBy::Type);
  EXPECT_EQ(world.preferences.asked, 0) << "a message that names all needs no look at the contact";
  world.post(kMessages,
             std::string{R"({"contact_id":"c 42","message_body":"hi","channel_id":")"} + kChannel + "\"}");
  EXPECT_EQ(world.ledger.accepted.at(1).message.content.to_address, "+447700900123");
  EXPECT_EQ(world.ledger.accepted.at(1).chosen_by, domain::ChosenBy::Caller);
}

TEST(PreferredWay, an_address_the_contact_was_met_at_will_do) {
  World world;
  world.preferences.met = {
      {"email", "a@example.com"}, {"phone", "+447700900111"}, {"phone", "+447700900112"}};
  world.post(kMessages, R"({"contact_id":"c 42","channel_type":"SMS","message_body":"hi"})");
  EXPECT_EQ(world.ledger.accepted.at(0).message.content.to_address, "+447700900111");
}

TEST(PreferredWay, what_nobody_knows_is_asked_for) {
  World world;
  EXPECT_EQ(pointers(world.post(kMessages, R"({"contact_id":"c 42","message_body":"hi"})")),
            (Pointers{"/channel_type"}));
  EXPECT_EQ(
      pointers(world.post(kMessages, R"({"contact_id":"c 42","channel_type":"SMS","message_body":"hi"})")),
      Pointers{"/to_address"});
  EXPECT_EQ(pointers(world.post(kMessages, R"({"message_body":"hi"})")),
            (Pointers{"/channel_type", "/to_address"}));
  prefers(world, {.email_address = "a@example.com", .preferred_channel = "EMAIL"});
  EXPECT_EQ(pointers(world.post(kMessages, R"({"contact_id":"c 42","message_body":"hi"})")),
            Pointers{"/channel_type"})
      << "there is no channel of that type";
  EXPECT_TRUE(world.ledger.accepted.empty());
}

}  // namespace
}  // namespace herald::api
