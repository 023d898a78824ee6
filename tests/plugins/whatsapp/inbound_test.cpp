#include <gtest/gtest.h>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

json heard(const json& more, const json& value = json::object()) {
  json message{{"from", "919876500001"}, {"id", "wamid.in1"}, {"timestamp", "1760000100"}};
  message.update(more);
  json whole{{"contacts", {{{"profile", {{"name", "Ada"}}}, {"wa_id", "919876500001"}}}},
             {"messages", {message}}};
  whole.update(value);
  return events_in(whole);
}

/// The first event of a message of that type.
json first_of(const std::string& type, const json& content, const json& more = json::object()) {
  json message{{"type", type}};
  if (!content.is_null()) message[type] = content;
  message.update(more);
  return heard(message).at(0);
}

json told_text(const std::string& text) { return heard({{"type", "text"}, {"text", {{"body", text}}}}); }

TEST(Inbound, TextIsTold) {
  EXPECT_EQ(told_text("Hi \xE2\x82\xAC"), json::array({{{"kind", "inbound"},
                                                        {"provider_id", "wamid.in1"},
                                                        {"from", "+919876500001"},
                                                        {"to", "+15550001111"},
                                                        {"type", "TEXT"},
                                                        {"text", "Hi \xE2\x82\xAC"},
                                                        {"media", json::array()},
                                                        {"options", {{"profile_name", "Ada"}}},
                                                        {"occurred_at_ms", 1'760'000'100'000},
                                                        {"dedupe_key", "wamid.in1"}}}));
}

TEST(Inbound, KeywordsAreLeftToTheHost) {
  for (const char* word : {"stop", "Start"}) EXPECT_EQ(told_text(word).size(), 1U) << word;
}

TEST(Inbound, FilesAreToldByTheirId) {
  const json file{
      {"id", "1037543291543636"}, {"mime_type", "image/jpeg"}, {"sha256", "x="}, {"caption", "A"}};
  const json image = first_of("image", file);
  EXPECT_EQ(image.at("type"), "IMAGE");
  EXPECT_EQ(image.at("text"), "A");
  EXPECT_EQ(image.at("media"), json::array({{{"ref", "1037543291543636"}, {"content_type", "image/jpeg"}}}));
  EXPECT_EQ(first_of("video", file).at("type"), "VIDEO");
  const json voice =
      first_of("audio", {{"id", "1"}, {"mime_type", "audio/ogg; codecs=opus"}, {"voice", true}});
  EXPECT_EQ(voice.at("type"), "AUDIO");
  EXPECT_EQ(voice.at("options").at("voice"), true);
  const json document = first_of("document", {{"id", "1"}, {"filename", "bill.pdf"}});
  EXPECT_EQ(document.at("type"), "FILE");
  EXPECT_EQ(document.at("media").at(0).at("name"), "bill.pdf");
  const json sticker = first_of("sticker", {{"id", "1"}, {"animated", true}});
  EXPECT_EQ(sticker.at("type"), "IMAGE");
  EXPECT_EQ(sticker.at("options").at("message_type"), "sticker");
  EXPECT_EQ(sticker.at("options").at("animated"), true);
  EXPECT_EQ(first_of("image", {{"id", "a/../b"}}).at("media"), json::array()) << "no id of theirs";
}

TEST(Inbound, PlacesAndContactsAreOptions) {
  const json place = first_of("location", {{"latitude", 12.97}, {"longitude", 77.6}, {"name", "Office"}});
  EXPECT_EQ(place.at("type"), "LOCATION");
  EXPECT_EQ(place.at("options").at("latitude"), "12.97");
  EXPECT_EQ(place.at("options").at("name"), "Office");
  const json people{{{"name", {{"formatted_name", "Ada"}}}}};
  EXPECT_EQ(first_of("contacts", people).at("options").at("contacts"), people);
  const json order{{"catalog_id", "1"}, {"text", "Two of them"}, {"product_items", json::array()}};
  EXPECT_EQ(first_of("order", order).at("options").at("order"), order);
  EXPECT_EQ(first_of("order", order).at("text"), "Two of them");
}

TEST(Inbound, PressesAreToldAsMessageAndAsAction) {
  const json context{{"context", {{"id", "wamid.out1"}, {"from", "15550001111"}}}};
  json message{
      {"type", "interactive"},
      {"interactive", {{"type", "button_reply"}, {"button_reply", {{"id", "yes-1"}, {"title", "Yes!"}}}}}};
  message.update(context);
  const json out = heard(message);
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].at("text"), "Yes!");
  EXPECT_EQ(out[0].at("options").at("pressed"), "yes-1");
  EXPECT_EQ(out[0].at("options").at("in_reply_to"), "wamid.out1");
  EXPECT_EQ(out[1], (json{{"kind", "action"},
                          {"from", "+919876500001"},
                          {"to", "+15550001111"},
                          {"data", "yes-1"},
                          {"options", json::object()},
                          {"provider_id", "wamid.out1"},
                          {"occurred_at_ms", 1'760'000'100'000},
                          {"dedupe_key", "wamid.in1:action"}}));
  const json row{{"type", "list_reply"},
                 {"list_reply", {{"id", "r1"}, {"title", "Row"}, {"description", "D"}}}};
  EXPECT_EQ(first_of("interactive", row).at("options").at("description"), "D");
  const json flow{{"type", "nfm_reply"},
                  {"nfm_reply", {{"name", "flow"}, {"body", "Sent"}, {"response_json", "{}"}}}};
  EXPECT_EQ(first_of("interactive", flow).at("options").at("flow_response"), "{}");
}

TEST(Inbound, AButtonOfATemplateMayBeAWish) {
  const json out =
      heard({{"type", "button"}, {"button", {{"text", "No more of this"}, {"payload", "STOP"}}}});
  ASSERT_EQ(out.size(), 3U);
  EXPECT_EQ(out[0].at("text"), "No more of this");
  EXPECT_EQ(out[1].at("data"), "STOP");
  EXPECT_EQ(out[2].at("kind"), "opt_out");
  for (const char* answer : {"Yes", "Cancel", "Start"})
    EXPECT_EQ(heard({{"type", "button"}, {"button", {{"text", answer}, {"payload", answer}}}}).size(), 2U)
        << answer;
}

TEST(Inbound, ReactionsAreTold) {
  const json out =
      heard({{"type", "reaction"}, {"reaction", {{"message_id", "wamid.out1"}, {"emoji", "x"}}}});
  EXPECT_EQ(out, json::array({{{"kind", "reaction"},
                               {"provider_id", "wamid.out1"},
                               {"from", "+919876500001"},
                               {"to", "+15550001111"},
                               {"text", "x"},
                               {"occurred_at_ms", 1'760'000'100'000},
                               {"dedupe_key", "wamid.in1"}}}));
  EXPECT_FALSE(first_of("reaction", {{"message_id", "wamid.out1"}}).contains("text")) << "taken back";
  EXPECT_EQ(heard({{"type", "reaction"}}), json::array());
}

TEST(Inbound, EditsAreANewWordingOfTheirMessage) {
  const json edit{{"original_message_id", "wamid.in0"},
                  {"message", {{"type", "text"}, {"text", {{"body", "Hello"}}}}}};
  const json out = first_of("edit", edit);
  EXPECT_EQ(out.at("kind"), "edited");
  EXPECT_EQ(out.at("provider_id"), "wamid.in0");
  EXPECT_EQ(out.at("text"), "Hello");
  EXPECT_EQ(out.at("dedupe_key"), "wamid.in1");
  EXPECT_EQ(heard({{"type", "edit"}}), json::array());
}

TEST(Inbound, ANewNumberIsTold) {
  const auto moved = [](const json& system) { return heard({{"type", "system"}, {"system", system}}); };
  const json out =
      moved({{"type", "user_changed_number"}, {"wa_id", "919876500002"}, {"body", "Ada changed"}});
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].at("kind"), "address_changed");
  EXPECT_EQ(out[0].at("from"), "+919876500001");
  EXPECT_EQ(out[0].at("to"), "+919876500002");
  EXPECT_EQ(moved({{"new_wa_id", "919876500002"}}).at(0).at("to"), "+919876500002") << "the older form";
  EXPECT_EQ(moved({{"type", "customer_identity_changed"}, {"wa_id", "919876500001"}}), json::array());
  EXPECT_EQ(moved({{"type", "customer_identity_changed"}, {"wa_id", "919876500002"}}), json::array());
}

TEST(Inbound, WhatIsNotSupportedComesWithItsName) {
  const json out =
      first_of("unsupported", nullptr, {{"errors", {{{"code", 131051}, {"title", "Message type unknown"}}}}});
  EXPECT_EQ(out.at("type"), "TEXT");
  EXPECT_EQ(out.at("options").at("message_type"), "unsupported");
  EXPECT_EQ(out.at("options").at("error_code"), "131051");
  EXPECT_EQ(first_of("hologram", {{"a", 1}}).at("options").at("message_type"), "hologram");
  for (const char* type : {"revoke", "request_welcome"})
    EXPECT_EQ(heard({{"type", type}}), json::array()) << type;
}

TEST(Inbound, SaysWhatItWasAnAnswerTo) {
  const json options = first_of("text", {{"body", "Hi"}},
                                {{"context", {{"forwarded", true}, {"id", "wamid.out1"}}},
                                 {"referral", {{"source_id", "1"}}},
                                 {"group_id", "g1"}})
                           .at("options");
  EXPECT_EQ(options.at("forwarded"), true);
  EXPECT_EQ(options.at("in_reply_to"), "wamid.out1");
  EXPECT_EQ(options.at("referral").at("source_id"), "1");
  EXPECT_EQ(options.at("group_id"), "g1");
}

TEST(Inbound, NamesAUserWithoutNumberAsMetaDoes) {
  const json out = heard(
      {{"type", "text"}, {"text", {{"body", "Hi"}}}, {"from", ""}, {"from_user_id", "IN.13491208"}},
      {{"contacts", {{{"profile", {{"name", "Ada"}, {"username", "ada"}}}, {"user_id", "IN.13491208"}}}}});
  EXPECT_EQ(out.at(0).at("from"), "IN.13491208");
  EXPECT_EQ(out.at(0).at("options"), (json{{"profile_name", "Ada"}, {"username", "ada"}}));
}

TEST(Inbound, WithoutIdOrSenderIsNone) {
  EXPECT_EQ(heard({{"type", "text"}, {"id", ""}}), json::array());
  EXPECT_EQ(heard({{"type", "text"}, {"id", std::string(256, 'w')}}), json::array());
  EXPECT_EQ(heard({{"type", "text"}, {"from", ""}}), json::array());
}

}  // namespace
}  // namespace herald::whatsapp::testing
