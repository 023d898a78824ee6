#include <gtest/gtest.h>

#include "tests/plugins/twilio/plugin_calls.hpp"

namespace herald::twilio::testing {
namespace {

using nlohmann::json;

const char* const kHook = "https://h.example/whatsapp";
const std::string kParties = "To=whatsapp%3A%2B447700900123&From=whatsapp%3A%2B15005550006";

/// An input of op `send` on WHATSAPP with members of its message replaced.
json letter(const json& changes = json::object()) {
  json input = message_input();
  input["message"]["channel"] = "WHATSAPP";
  input["message"].update(changes);
  return input;
}

std::string code(const json& input) {
  const json reply = plan("send", input, account());
  return reply.contains("verdict") ? reply.at("verdict").at("code").get<std::string>() : "taken";
}

json files(int count) {
  json list = json::array();
  for (int i = 0; i < count; ++i) list.push_back({{"url", "https://m.example/" + std::to_string(i)}});
  return list;
}

const json kPlace{{"latitude", 37.78}, {"longitude", -122.4}, {"name", "Pier 39"}, {"address", "Beach St"}};

TEST(SendWhatsApp, PutsThePrefixBeforeBothParties) {
  EXPECT_EQ(planned_body(letter(), account()), kParties + "&Body=Hello");
  json prefixed = account();
  prefixed["sender_id"] = "whatsapp:+15005550006";
  EXPECT_EQ(planned_body(letter(), prefixed), kParties + "&Body=Hello");
  json service = account();
  service["sender_id"] = "MG00112233445566778899aabbccddeeff";
  EXPECT_EQ(
      planned_body(letter(), service),
      "To=whatsapp%3A%2B447700900123&MessagingServiceSid=MG00112233445566778899aabbccddeeff&Body=Hello");
}

TEST(SendWhatsApp, ReachesUsersWithoutANumber) {
  EXPECT_TRUE(planned_body(letter({{"to", "US.1234"}}), account()).starts_with("To=whatsapp%3AUS.1234&"));
  EXPECT_EQ(code(letter({{"to", "US1234"}})), "recipient");
  json sms = message_input();
  sms["message"]["to"] = "US.1234";
  EXPECT_EQ(code(sms), "recipient") << "there is no SMS to them";
}

TEST(SendWhatsApp, PutsAPlaceWithItsNameAndAText) {
  json place = letter({{"type", "LOCATION"}, {"options", {{"location", kPlace}}}});
  const std::string action = "&PersistentAction=geo%3A37.78%2C-122.4%7CPier+39";
  EXPECT_EQ(planned_body(place, account()), kParties + "&Body=Hello" + action);
  place["message"].erase("text");
  EXPECT_EQ(planned_body(place, account()), kParties + "&Body=Beach+St" + action);
  place["message"]["options"]["location"].erase("address");
  EXPECT_EQ(planned_body(place, account()), kParties + "&Body=Pier+39" + action);
  place["message"]["options"]["location"].erase("name");
  EXPECT_EQ(code(place), "text_missing");
  EXPECT_EQ(code(letter({{"type", "LOCATION"}})), "location_missing");
  EXPECT_EQ(code(letter({{"options", {{"location", kPlace}}}})), "option");
}

TEST(SendWhatsApp, TakesOneFileAndRefusesOneMore) {
  for (const char* type : {"IMAGE", "VIDEO", "AUDIO", "FILE"})
    EXPECT_EQ(planned_body(letter({{"type", type}, {"attachments", files(1)}}), account()),
              kParties + "&Body=Hello&MediaUrl=https%3A%2F%2Fm.example%2F0");
  EXPECT_EQ(code(letter({{"type", "IMAGE"}, {"attachments", files(2)}})), "too_many_media");
}

TEST(SendWhatsApp, SendsATemplateByItsSid) {
  json input = letter(
      {{"type", "TEMPLATE"},
       {"options",
        {{"content_sid", "HX00112233445566778899aabbccddeeff"}, {"content_variables", {{"1", "Ada"}}}}}});
  input["message"].erase("text");
  EXPECT_EQ(
      planned_body(input, account()),
      kParties + "&ContentSid=HX00112233445566778899aabbccddeeff&ContentVariables=%7B%221%22%3A%22Ada%22%7D");
}

TEST(SendWhatsApp, GoesOutFromANumberOnly) {
  for (const char* from : {"Herald", "12345"}) EXPECT_EQ(code(letter({{"from", from}})), "sender") << from;
}

/// The events of a genuine callback with these parameters.
json heard(std::vector<std::pair<std::string, std::string>> parameters) {
  std::sort(parameters.begin(), parameters.end());
  std::string body, data;
  for (const auto& [name, value] : parameters) {
    body += (body.empty() ? "" : "&") + name + "=";
    for (const char c : value) body += c == ' ' ? "+" : c == '+' ? "%2B" : std::string(1, c);
    data += name + value;
  }
  return judged(signed_form(kHook, body, data), account()).at("events");
}

json received(std::vector<std::pair<std::string, std::string>> more) {
  more.insert(more.end(), {{"From", "whatsapp:+447700900123"},
                           {"To", "whatsapp:+15005550006"},
                           {"MessageSid", "SM3"},
                           {"ProfileName", "Ada"},
                           {"SmsStatus", "received"},
                           {"WaId", "447700900123"}});
  return heard(std::move(more));
}

TEST(InboundWhatsApp, HasItsPartiesWithoutThePrefix) {
  const json event = received({{"Body", "Hi"}}).at(0);
  EXPECT_EQ(event.at("from"), "+447700900123");
  EXPECT_EQ(event.at("to"), "+15005550006");
  EXPECT_EQ(event.at("options"), (json{{"profile_name", "Ada"}}));
  EXPECT_EQ(
      heard({{"Body", "Hi"}, {"From", "whatsapp:US.1234"}, {"MessageSid", "SM3"}, {"SmsStatus", "received"}})
          .at(0)
          .at("from"),
      "US.1234");
}

TEST(InboundWhatsApp, OfAPlaceSaysWhere) {
  const json event = received({{"Body", ""},
                               {"Latitude", "37.78"},
                               {"Longitude", "-122.4"},
                               {"Label", "Pier 39"},
                               {"Address", "Beach St"},
                               {"MessageType", "location"}})
                         .at(0);
  EXPECT_EQ(event.at("type"), "LOCATION");
  EXPECT_EQ(event.at("options"), (json{{"profile_name", "Ada"},
                                       {"message_type", "location"},
                                       {"latitude", "37.78"},
                                       {"longitude", "-122.4"},
                                       {"name", "Pier 39"},
                                       {"address", "Beach St"}}));
}

TEST(InboundWhatsApp, OfAPressIsAMessageAndAnAction) {
  const json events = received({{"Body", "Cancel"},
                                {"ButtonPayload", "cancel:17"},
                                {"ButtonText", "Cancel"},
                                {"OriginalRepliedMessageSid", "SM1"}});
  ASSERT_EQ(events.size(), 2U) << "what was pressed is no opt-out";
  EXPECT_EQ(events[0].at("options").at("pressed"), "cancel:17");
  EXPECT_EQ(events[0].at("options").at("in_reply_to"), "SM1");
  EXPECT_EQ(events[1], (json{{"kind", "action"},
                             {"from", "+447700900123"},
                             {"to", "+15005550006"},
                             {"data", "cancel:17"},
                             {"options", json::object()},
                             {"provider_id", "SM1"},
                             {"dedupe_key", "SM3:action"}}));
  EXPECT_EQ(received({{"Body", "Row"}, {"ListId", "r1"}}).at(1).at("data"), "r1");
}

TEST(StatusWhatsApp, OfWhoeverBlockedUsIsAnOptOutOfHisNumber) {
  const json events = heard({{"ErrorCode", "63033"},
                             {"MessageSid", "SM1"},
                             {"MessageStatus", "failed"},
                             {"To", "whatsapp:+447700900123"}});
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[1].at("address"), "+447700900123");
}

}  // namespace
}  // namespace herald::twilio::testing
