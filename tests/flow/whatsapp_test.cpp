// WhatsApp messages to the strict far side of the Cloud API, and what becomes of them by its answers.
#include "tests/flow/files.hpp"
#include "tests/flow/whatsapp_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Way = WhatsAppMood::Way;

TEST_P(WhatsAppFlow, SendsWhatTheDocumentsAskFor) {
  const json done = await(send(), "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 200) << seen()[0].rule;
  EXPECT_EQ(done.at("provider_message_id"), seen()[0].id);
  const json mail = json::parse(seen()[0].body);
  EXPECT_EQ(mail.at("text").at("body"), "Caf\xC3\xA9 & 1 = \xE2\x82\xAC");
  EXPECT_EQ(mail.at("biz_opaque_callback_data"), done.at("attempts")[0].at("id"));
}

TEST_P(WhatsAppFlow, SendsFilesByLink) {
  const auto file = [&](const std::string& type, const std::string& name,
                        const json& options = json::object()) {
    return json{{"message_type", type},
                {"message_body", ""},
                {"attachments", {{{"url", "https://files.example/" + name}, {"name", name}}}},
                {"options", options}};
  };
  json image = file("IMAGE", "a.jpg");
  image["message_body"] = "Look";
  EXPECT_EQ(taken("image", image), (json{{"link", "https://files.example/a.jpg"}, {"caption", "Look"}}));
  EXPECT_EQ(taken("video", file("VIDEO", "a.mp4")).at("link"), "https://files.example/a.mp4");
  EXPECT_EQ(taken("audio", file("AUDIO", "a.ogg", {{"voice", true}})).at("voice"), true);
  EXPECT_EQ(taken("document", file("FILE", "a.pdf")).at("filename"), "a.pdf");
  EXPECT_EQ(taken("sticker", file("IMAGE", "a.webp", {{"sticker", true}})).at("link"),
            "https://files.example/a.webp");
}

TEST_P(WhatsAppFlow, UploadsAFileOfOursAndSendsItsId) {
  const std::string bytes = png_bytes(200'000);
  const json file = json::parse(upload_file(house_, {bytes, "image/png", "?name=a.png"}).body);
  const json image = taken("image", {{"message_type", "IMAGE"},
                                     {"message_body", "Look"},
                                     {"attachments", {{{"media_id", file.at("id")}}}}});
  EXPECT_EQ(image.at("caption"), "Look");
  const WhatsAppFile kept = room_.server.kept(image.at("id"));
  EXPECT_TRUE(kept.bytes == bytes);
  EXPECT_EQ(kept.type, "image/png");
  EXPECT_EQ(kept.name, "a.png");
}

TEST_P(WhatsAppFlow, SendsPlacesTemplatesAndWhatOptionsMakeOfAText) {
  const json place{{"latitude", 12.5}, {"longitude", 77.25}, {"name", "Office"}};
  EXPECT_EQ(taken("location",
                  {{"message_type", "LOCATION"}, {"message_body", ""}, {"options", {{"location", place}}}}),
            place);
  const json parameters{{{"type", "text"}, {"text", "17"}}};
  const json stored{{"name", "order_update"},
                    {"language", "en_US"},
                    {"components", {{{"type", "body"}, {"parameters", parameters}}}}};
  EXPECT_EQ(taken("template",
                  {{"message_type", "TEMPLATE"}, {"message_body", ""}, {"options", {{"template", stored}}}})
                .at("language"),
            (json{{"code", "en_US"}}));
  const json buttons{
      {"type", "button"},
      {"action", {{"buttons", {{{"type", "reply"}, {"reply", {{"id", "1"}, {"title", "Yes"}}}}}}}}};
  EXPECT_EQ(
      taken("interactive", {{"message_body", "So?"}, {"options", {{"interactive", buttons}}}}).at("body"),
      (json{{"text", "So?"}}));
  const json reaction{{"message_id", "wamid.HBgM"}, {"emoji", "\xF0\x9F\x91\x8D"}};
  EXPECT_EQ(taken("reaction", {{"options", {{"reaction", reaction}}}}), reaction);
  const json contacts{{{"name", {{"formatted_name", "Ada L"}, {"first_name", "Ada"}}}}};
  EXPECT_EQ(taken("contacts", {{"options", {{"contacts", contacts}}}}), contacts);
}

TEST_P(WhatsAppFlow, SendsEveryKindOfInteractiveMessage) {
  const auto shown = [&](const json& interactive) {
    json expected = interactive;
    expected["body"] = {{"text", "So?"}};
    EXPECT_EQ(taken("interactive", {{"message_body", "So?"}, {"options", {{"interactive", interactive}}}}),
              expected);
  };
  const json link{{"link", "https://files.example/a"}};
  const json buttons{{"buttons",
                      {{{"type", "reply"}, {"reply", {{"id", "1"}, {"title", "Yes"}}}},
                       {{"type", "reply"}, {"reply", {{"id", "2"}, {"title", "No"}}}}}}};
  for (const char* kind : {"image", "video", "document"})
    shown({{"type", "button"}, {"header", {{"type", kind}, {kind, link}}}, {"action", buttons}});
  shown({{"type", "button"},
         {"header", {{"type", "text"}, {"text", "Head"}}},
         {"footer", {{"text", "Foot"}}},
         {"action", buttons}});
  const json rows{{{"id", "1"}, {"title", "One"}, {"description", "First"}}};
  shown({{"type", "list"},
         {"action", {{"button", "Pick"}, {"sections", {{{"title", "All"}, {"rows", rows}}}}}}});
  shown({{"type", "cta_url"},
         {"action",
          {{"name", "cta_url"},
           {"parameters", {{"display_text", "Open"}, {"url", "https://shop.example/"}}}}}});
  shown({{"type", "location_request_message"}, {"action", {{"name", "send_location"}}}});
  shown({{"type", "flow"},
         {"action",
          {{"name", "flow"},
           {"parameters",
            {{"flow_message_version", "3"}, {"flow_id", "1"}, {"flow_cta", "Book"}, {"flow_token", "t"}}}}}});
}

TEST_P(WhatsAppFlow, RefusesOptionsOutsideOfTheirLimitsAtOnce) {
  const auto status_of = [&](const json& options) {
    const json body{
        {"channel_id", room_.id}, {"to_address", to_}, {"message_body", "Hi"}, {"options", options}};
    return house_.tenant.call("POST", "/messages", body.dump()).status;
  };
  EXPECT_EQ(status_of({{"reply_to_message", "abc"}}), 400);
  EXPECT_EQ(status_of({{"location", {{"latitude", 91}, {"longitude", 0}}}}), 400);
  EXPECT_EQ(status_of({{"invented", 1}}), 400);
  EXPECT_TRUE(seen().empty());
  EXPECT_EQ(status_of({{"preview_url", false}}), 201);
}

TEST_P(WhatsAppFlow, FailsForGoodByTheCodeOfAnAnswer) {
  const auto class_after = [&](int code) {
    to_ = fresh_number();
    const json done = await(refused({.way = Way::Refuse, .code = code}), "FAILED");
    EXPECT_EQ(done.at("attempts").size(), 1U) << code;
    EXPECT_EQ(done.at("error").at("code"), std::to_string(code));
    return done.at("error").at("class").get<std::string>();
  };
  EXPECT_EQ(class_after(131026), "invalid_recipient");
  EXPECT_EQ(class_after(131047), "content_rejected");
  EXPECT_EQ(class_after(132001), "config");
  EXPECT_EQ(class_after(130472), "blocked");
}

TEST_P(WhatsAppFlow, TriesAgainWhenItIsLimited) {
  const json done = await(send(json::object(), {{.way = Way::Refuse, .code = 131056},
                                                {.way = Way::Refuse, .http = 500, .code = 131000}}),
                          "SENT");
  EXPECT_EQ(done.at("status"), "SENT");
  EXPECT_EQ(done.at("attempts").size(), 3U);
}

TEST_P(WhatsAppFlow, ResolvesATimeOutByAStatus) {
  const std::string id = send(json::object(), {{.way = Way::TakeMute}});
  EXPECT_EQ(await(id, "UNKNOWN").at("error").at("code"), "timeout");
  EXPECT_EQ(tell(status("delivered")), 200);
  const json done = message(id);
  EXPECT_EQ(done.at("status"), "DELIVERED");
  EXPECT_EQ(done.at("provider_message_id"), seen().at(0).id);
  EXPECT_EQ(seen().size(), 1U) << "it was not sent again";
}

TEST_P(WhatsAppFlow, KnowsNotWhatBecomesOfAMessageThatAGatewayAnswers) {
  const std::string id = refused({.way = Way::Bare, .http = 502});
  EXPECT_EQ(await(id, "UNKNOWN").at("error").at("code"), "http_502");
  EXPECT_EQ(seen().size(), 1U);
}

TEST_P(WhatsAppFlow, RepeatsNeitherSecretsNorNumbersOfARefusal) {
  const WhatsAppAccount& far = room_.server.account();
  const std::vector<std::string> secrets{far.token, far.app_secret, far.verify_token, whatsapp_proof(far)};
  std::string details = "no " + to_ + " for";
  for (const std::string& secret : secrets) details += " " + secret;
  const json done = await(refused({.way = Way::Refuse, .code = 100, .details = details}), "FAILED");
  for (const std::string& secret : {far.token, far.app_secret, far.verify_token, to_.substr(1)})
    EXPECT_EQ(done.at("error").dump().find(secret), std::string::npos) << secret;
  EXPECT_EQ(room_.server.subscribe(far.verify_token, "1").first, 200);
  for (const std::string& secret : secrets)
    EXPECT_EQ(house_.daemon.log().find(secret), std::string::npos) << secret;
}

TEST_P(WhatsAppFlow, TestsItsAccount) {
  const auto tested = [&](const std::string& token) {
    json channel = room_.channel("tested " + fresh_text("token"));
    channel["auth_token"] = token;
    const std::string id = house_.tenant.make_channel(channel);
    return json::parse(house_.tenant.call("POST", "/channels/" + id + "/test").body).value("ok", false);
  };
  EXPECT_TRUE(tested(room_.server.account().token));
  EXPECT_FALSE(tested("wrong"));
}

HERALD_ON_BOTH_DATABASES(WhatsAppFlow);

}  // namespace
}  // namespace herald::test
