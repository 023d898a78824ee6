#include <gtest/gtest.h>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

std::string xs(std::size_t size) { return std::string(size, 'x'); }

TEST(Send, PutsATextAsTheDocumentsHaveIt) {
  EXPECT_EQ(planned_mail(json::object()), (json{{"messaging_product", "whatsapp"},
                                                {"recipient_type", "individual"},
                                                {"to", "919876500001"},
                                                {"type", "text"},
                                                {"text", {{"body", "Your order 17 has shipped"}}},
                                                {"biz_opaque_callback_data", kRef}}));
  const json request = plan("send", message_input(), account()).at("request");
  EXPECT_EQ(request.at("commits"), true);
  EXPECT_EQ(request.at("headers").at(1), json::array({"Content-Type", "application/json"}));
}

TEST(Send, PutsWhatGoesWithAnyMessage) {
  const json mail = planned_mail({{"options",
                                   {{"preview_url", true},
                                    {"reply_to_message", "wamid.HBgM"},
                                    {"recipient_identity_key_hash", "DF2lS5v2W6x="}}}});
  EXPECT_EQ(mail.at("text").at("preview_url"), true);
  EXPECT_EQ(mail.at("context"), (json{{"message_id", "wamid.HBgM"}}));
  EXPECT_EQ(mail.at("recipient_identity_key_hash"), "DF2lS5v2W6x=");
  EXPECT_FALSE(planned_mail({{"attempt_ref", xs(513)}}).contains("biz_opaque_callback_data"));
}

TEST(Send, PutsFilesByLink) {
  json image = file_message("IMAGE");
  image["text"] = "A";
  EXPECT_EQ(planned_mail(image).at("image"), (json{{"link", "https://files.example/a"}, {"caption", "A"}}));
  EXPECT_EQ(planned_mail(file_message("VIDEO")).at("video"), (json{{"link", "https://files.example/a"}}));
  EXPECT_EQ(planned_mail(file_message("AUDIO", {{"voice", true}})).at("audio"),
            (json{{"link", "https://files.example/a"}, {"voice", true}}));
  EXPECT_EQ(planned_mail(file_message("FILE")).at("document"),
            (json{{"link", "https://files.example/a"}, {"filename", "a.bin"}}));
  EXPECT_EQ(planned_mail(file_message("FILE", {{"filename", "bill.pdf"}})).at("document").at("filename"),
            "bill.pdf");
  EXPECT_EQ(planned_mail(file_message("IMAGE", {{"sticker", true}})).at("sticker"),
            (json{{"link", "https://files.example/a"}}));
}

TEST(Send, PutsAPlaceContactsAndReactions) {
  const json place{{"latitude", 12.97}, {"longitude", 77.6}, {"name", "Office"}, {"address", "1 Road"}};
  EXPECT_EQ(
      planned_mail({{"type", "LOCATION"}, {"text", ""}, {"options", {{"location", place}}}}).at("location"),
      place);
  const json contacts{{{"name", {{"formatted_name", "Ada L"}, {"first_name", "Ada"}}}}};
  EXPECT_EQ(planned_mail({{"options", {{"contacts", contacts}}}}).at("contacts"), contacts);
  const json reaction{{"message_id", "wamid.HBgM"}, {"emoji", ""}};
  EXPECT_EQ(planned_mail({{"options", {{"reaction", reaction}}}}).at("reaction"), reaction);
}

TEST(Send, PutsTheTextAsTheBodyOfSomethingInteractive) {
  const json action{{"buttons", {{{"type", "reply"}, {"reply", {{"id", "1"}, {"title", "Yes"}}}}}}};
  const json mail = planned_mail({{"options", {{"interactive", {{"type", "button"}, {"action", action}}}}}});
  EXPECT_EQ(mail.at("interactive").at("body").at("text"), "Your order 17 has shipped");
  EXPECT_EQ(mail.at("interactive").at("action"), action);
}

json stored(const json& components) {
  return {
      {"type", "TEMPLATE"},
      {"text", ""},
      {"options", {{"template", {{"name", "order"}, {"language", "en_US"}, {"components", components}}}}}};
}

TEST(Send, PutsATemplate) {
  const json components{{{"type", "body"}, {"parameters", {{{"type", "text"}, {"text", "17"}}}}}};
  EXPECT_EQ(planned_mail(stored(components)).at("template"),
            (json{{"name", "order"}, {"language", {{"code", "en_US"}}}, {"components", components}}));
  json bare = stored(json::array());
  bare["options"]["template"].erase("components");
  EXPECT_FALSE(planned_mail(bare).at("template").contains("components"));
}

TEST(Limits, AreKeptBeforeTheWire) {
  EXPECT_EQ(refusal_code({{"channel", "SMS"}}), "channel");
  EXPECT_EQ(refusal_code({{"type", "CONTACT"}}), "message_type");
  for (const char* to : {"919876500001", "+", "+0123456789", "+91987", "+9198765000010000", "user"})
    EXPECT_EQ(refusal_code({{"to", to}}), "recipient") << to;
  EXPECT_EQ(refusal_code({{"text", ""}}), "text_missing");
  EXPECT_EQ(refusal_code({{"text", xs(4096)}}), "");
  EXPECT_EQ(refusal_code({{"text", xs(4097)}}), "text_too_long");
  EXPECT_EQ(refusal_code({{"attachments", {{{"url", "https://a.example/b"}}}}}), "attachments");
  EXPECT_EQ(refusal_code({{"type", "LOCATION"}, {"text", ""}}), "location_missing");
  EXPECT_EQ(refusal_code({{"type", "TEMPLATE"}, {"text", ""}}), "template_missing");
}

TEST(Limits, LetTheChannelSendFromItsOwnNumberOnly) {
  const json named = account({{"sender_id", "+15550001111"}});
  EXPECT_EQ(refusal_code({{"from", "+15550001111"}}, named), "");
  EXPECT_EQ(refusal_code({{"from", "+15550002222"}}, named), "sender");
  EXPECT_EQ(refusal_code({{"from", "+15550002222"}}), "") << "its number is not known";
}

TEST(Limits, OfFilesAreKept) {
  const auto with = [](const std::string& type, const json& file, const std::string& text = "") {
    json message = file_message(type);
    message["text"] = text;
    message["attachments"][0].update(file);
    return refusal_code(message);
  };
  json two = file_message("IMAGE");
  two["attachments"].push_back(two["attachments"][0]);
  EXPECT_EQ(refusal_code(two), "attachments");
  EXPECT_EQ(refusal_code({{"type", "IMAGE"}}), "attachments");
  EXPECT_EQ(with("IMAGE", {{"url", "ftp://a.example/b"}}), "media_url");
  EXPECT_EQ(with("IMAGE", {{"url", "https://a.example/b c"}}), "media_url");
  EXPECT_EQ(with("IMAGE", json::object(), xs(1024)), "");
  EXPECT_EQ(with("IMAGE", json::object(), xs(1025)), "caption");
  EXPECT_EQ(with("AUDIO", json::object(), "A"), "caption");
  EXPECT_EQ(with("IMAGE", {{"content_type", "image/png"}}), "");
  EXPECT_EQ(with("IMAGE", {{"content_type", "IMAGE/PNG; a=b"}}), "");
  EXPECT_EQ(with("IMAGE", {{"content_type", "image/gif"}}), "content_type");
  EXPECT_EQ(with("FILE", {{"content_type", "application/zip"}}), "") << "by link documents are anything";
  EXPECT_EQ(with("IMAGE", {{"size", 5 * 1024 * 1024}}), "");
  EXPECT_EQ(with("IMAGE", {{"size", 5 * 1024 * 1024 + 1}}), "file_size");
  EXPECT_EQ(with("IMAGE", {{"size", 0}}), "file_size");
  EXPECT_EQ(with("VIDEO", {{"size", 16 * 1024 * 1024 + 1}}), "file_size");
  EXPECT_EQ(with("AUDIO", {{"size", 16 * 1024 * 1024 + 1}}), "file_size");
  EXPECT_EQ(with("FILE", {{"size", 100 * 1024 * 1024 + 1}}), "file_size");
  EXPECT_EQ(with("FILE", {{"name", xs(241)}}), "file_name");
  json sticker = file_message("IMAGE", {{"sticker", true}});
  sticker["attachments"][0]["size"] = 500 * 1024 + 1;
  EXPECT_EQ(refusal_code(sticker), "file_size");
}

TEST(Limits, LetAnOptionStandWhereItMeansSomething) {
  const json place{{"latitude", 1}, {"longitude", 2}};
  const json reaction{{"message_id", "wamid.HBgM"}, {"emoji", "x"}};
  EXPECT_EQ(refusal_code({{"options", {{"voice", true}}}}), "option");
  EXPECT_EQ(refusal_code({{"options", {{"sticker", true}}}}), "option");
  EXPECT_EQ(refusal_code({{"options", {{"filename", "a"}}}}), "option");
  EXPECT_EQ(refusal_code({{"options", {{"location", place}}}}), "option");
  EXPECT_EQ(refusal_code({{"options", {{"template", json::object()}}}}), "option");
  EXPECT_EQ(refusal_code(file_message("IMAGE", {{"preview_url", true}})), "option");
  EXPECT_EQ(refusal_code({{"options", {{"contacts", json::array()}, {"reaction", reaction}}}}), "option");
  EXPECT_EQ(refusal_code({{"options", {{"reaction", reaction}, {"reply_to_message", "wamid.a"}}}}), "option");
  EXPECT_EQ(refusal_code({{"options", {{"contacts", {{{"name", {{"formatted_name", "A"}}}}}}}}}), "contacts");
  EXPECT_EQ(
      refusal_code({{"type", "LOCATION"},
                    {"text", ""},
                    {"options", {{"location", {{"latitude", 1}, {"longitude", 2}, {"address", "1 Road"}}}}}}),
      "location");
  EXPECT_EQ(
      refusal_code({{"type", "TEMPLATE"}, {"options", {{"template", {{"name", "a"}, {"language", "en"}}}}}}),
      "template")
      << "with a text";
}

json interactive(const json& what, const std::string& text = "B") {
  return {{"text", text}, {"options", {{"interactive", what}}}};
}

json reply(const std::string& id, const std::string& title) {
  return {{"type", "reply"}, {"reply", {{"id", id}, {"title", title}}}};
}

TEST(Limits, OfSomethingInteractiveAreKept) {
  const json one{{"buttons", {reply("1", "Yes")}}};
  const json buttons{{"type", "button"}, {"action", one}};
  EXPECT_EQ(refusal_code(interactive(buttons)), "");
  EXPECT_EQ(refusal_code(interactive(buttons, xs(1024))), "");
  EXPECT_EQ(refusal_code(interactive(buttons, xs(1025))), "text_too_long");
  EXPECT_EQ(refusal_code(interactive(buttons, "")), "text_missing");
  const auto bad = [](const json& what) { return refusal_code(interactive(what)) == "interactive"; };
  EXPECT_TRUE(bad({{"type", "button"}, {"action", {{"buttons", {reply("1", "Yes"), reply("1", "No")}}}}}));
  EXPECT_TRUE(bad({{"type", "button"}, {"action", {{"buttons", {reply("1", "Yes"), reply("2", "Yes")}}}}}));
  EXPECT_TRUE(bad({{"type", "button"}, {"action", json::object()}}));
  EXPECT_TRUE(bad({{"type", "cta_url"}, {"action", {{"name", "flow"}}}}));
  EXPECT_TRUE(bad(
      {{"type", "cta_url"}, {"action", {{"name", "cta_url"}, {"parameters", {{"url", "https://a.b"}}}}}}));
  EXPECT_TRUE(bad({{"type", "flow"}, {"action", {{"name", "flow"}, {"parameters", {{"flow_id", "1"}}}}}}));
  EXPECT_TRUE(
      bad({{"type", "location_request_message"}, {"action", {{"name", "send_location"}, {"button", "x"}}}}));
  EXPECT_TRUE(
      bad({{"type", "button"}, {"action", one}, {"header", {{"type", "text"}, {"image", json::object()}}}}));
  EXPECT_TRUE(
      bad({{"type", "button"},
           {"action", one},
           {"header", {{"type", "image"}, {"image", {{"id", "1"}, {"link", "https://a.example/b"}}}}}}));
}

TEST(Limits, OfAListAreKept) {
  const json row{{"id", "1"}, {"title", "R"}};
  const auto code = [&](std::size_t sections, std::size_t rows, const std::string& title) {
    json action{{"button", "Pick"}, {"sections", json::array()}};
    for (std::size_t i = 0; i < sections; ++i) {
      action["sections"].push_back({{"rows", json::array()}});
      if (!title.empty()) action["sections"].back()["title"] = title;
      for (std::size_t k = 0; k < rows; ++k) action["sections"].back()["rows"].push_back(row);
    }
    return refusal_code(interactive({{"type", "list"}, {"action", action}}, xs(4096)));
  };
  EXPECT_EQ(code(1, 10, ""), "");
  EXPECT_EQ(code(2, 5, "S"), "");
  EXPECT_EQ(code(2, 5, ""), "interactive") << "titles are needed";
  EXPECT_EQ(code(2, 6, "S"), "interactive") << "12 rows";
  EXPECT_EQ(code(1, 0, ""), "interactive");
}

TEST(Limits, OfATemplateAreKept) {
  const auto code = [](const std::string& type, const json& parameter, const json& more = json::object()) {
    json component{{"type", type}, {"parameters", {parameter}}};
    component.update(more);
    return refusal_code(stored(json::array({component})));
  };
  const auto text = [](const std::string& value) { return json{{"type", "text"}, {"text", value}}; };
  EXPECT_EQ(code("body", text(xs(1024))), "");
  EXPECT_EQ(code("body", text("a    b")), "");
  for (const char* bad : {"a\nb", "a\tb", "a     b"}) EXPECT_EQ(code("body", text(bad)), "template") << bad;
  EXPECT_EQ(code("header", text(xs(60))), "");
  EXPECT_EQ(code("header", text(xs(61))), "template");
  EXPECT_EQ(code("body", {{"type", "image"}, {"image", {{"id", "1"}}}}), "template");
  EXPECT_EQ(code("header", {{"type", "image"}, {"image", json::object()}}), "template");
  EXPECT_EQ(code("body", {{"type", "text"}}), "template");
  EXPECT_EQ(code("body", text("1"), {{"index", "0"}}), "template");
  EXPECT_EQ(code("button", text("1")), "template");
  EXPECT_EQ(code("button", text("1"), {{"sub_type", "url"}, {"index", "0"}}), "");
  EXPECT_EQ(code("button", text("1"), {{"sub_type", "quick_reply"}, {"index", "0"}}), "template");
  json long_in_all = stored({{{"type", "body"}, {"parameters", {text(xs(600)), text(xs(600))}}}});
  EXPECT_EQ(refusal_code(long_in_all), "template");
  json otp =
      stored({{{"type", "button"}, {"sub_type", "url"}, {"index", "0"}, {"parameters", {text(xs(16))}}}});
  EXPECT_EQ(refusal_code(otp), "");
  otp["message_class"] = "otp";
  EXPECT_EQ(refusal_code(otp), "template");
}

TEST(Send, ReachesUsersWithoutANumberByTheirId) {
  const json mail = planned_mail({{"to", "US.13491208655302741918"}});
  EXPECT_EQ(mail.at("recipient"), "US.13491208655302741918");
  EXPECT_EQ(mail.at("recipient_type"), "individual");
  EXPECT_FALSE(mail.contains("to"));
  for (const char* to : {"US.", "us.1", "US1234", "US.12-4"})
    EXPECT_EQ(refusal_code({{"to", to}}), "recipient") << to;
}

TEST(Send, ReachesAGroupByItsId) {
  const json mail = planned_mail({{"to", "group:Y2FwaV9ncm91cDo="}});
  EXPECT_EQ(mail.at("recipient_type"), "group");
  EXPECT_EQ(mail.at("to"), "Y2FwaV9ncm91cDo=");
  EXPECT_EQ(refusal_code({{"to", "group:"}}), "recipient");
}

}  // namespace
}  // namespace herald::whatsapp::testing
