#include <gtest/gtest.h>

#include "host/json/schema.hpp"
#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

/// Options that the schema takes, several of which never stand together.
json good_options() {
  return json::parse(
      R"({"preview_url":true,"reply_to_message":"wamid.HBgM","recipient_identity_key_hash":"a=",
    "voice":true,"sticker":true,"filename":"a.pdf",
    "location":{"latitude":-90,"longitude":180,"name":"N","address":"A"},
    "contacts":[{"name":{"formatted_name":"A","first_name":"A"},"phones":[{"phone":"+1","type":"WORK","wa_id":"1"}],
      "emails":[{"email":"a@b.example"}],"addresses":[{"city":"C"}],"urls":[{"url":"https://a.example"}],
      "org":{"company":"C"},"birthday":"2000-01-31"}],
    "reaction":{"message_id":"wamid.HBgM","emoji":""},
    "interactive":{"type":"button","header":{"type":"image","image":{"link":"https://a.example/b"}},"footer":{"text":"F"},
      "action":{"buttons":[{"type":"reply","reply":{"id":"1","title":"T"}}],"button":"B","name":"flow",
        "sections":[{"title":"S","rows":[{"id":"1","title":"R","description":"D"}]}],
        "parameters":{"display_text":"D","url":"https://a.example/","flow_message_version":"3","flow_id":"1",
          "flow_cta":"C","flow_token":"t","flow_action":"navigate","flow_action_payload":{},"mode":"draft"}}},
    "template":{"name":"a_1","language":"en_US","components":[{"type":"button","sub_type":"url","index":"0",
      "parameters":[{"type":"text","text":"T","parameter_name":"n","payload":"P","coupon_code":"C","action":{},
        "location":{},"currency":{"fallback_value":"1","code":"USD","amount_1000":1},
        "date_time":{"fallback_value":"1"},"image":{"id":"1"},"document":{"id":"1","filename":"a"}}]}]}})");
}

const json& options_schema() {
  static const json kSchema = json::parse(plugin().descriptor()).at("options_schema");
  return kSchema;
}

std::size_t complaints(const json& options) {
  const auto found = herald::json::validate(options_schema().dump(), options.dump());
  return found ? found->size() : 999;
}

std::string quoted(std::size_t size) { return json(std::string(size, 'x')).dump(); }

TEST(Options, OfTheDocumentsAreTaken) {
  EXPECT_TRUE(herald::json::unsupported_keywords(options_schema().dump()).empty());
  EXPECT_EQ(complaints(good_options()), 0U);
  EXPECT_EQ(complaints(json::object()), 0U);
}

TEST(Options, OutsideOfALimitAreRefused) {
  const std::string interactive = "/interactive/action/";
  const std::string parameter = "/template/components/0/parameters/0/";
  const std::vector<std::pair<std::string, std::string>> mutations{
      {"/other", "1"},
      {"/preview_url", "1"},
      {"/reply_to_message", R"("abc")"},
      {"/recipient_identity_key_hash", quoted(257)},
      {"/voice", R"("yes")"},
      {"/sticker", "1"},
      {"/filename", quoted(241)},
      {"/filename", R"("")"},
      {"/location/latitude", "90.5"},
      {"/location/longitude", "-180.5"},
      {"/location/name", quoted(1001)},
      {"/location/other", "1"},
      {"/contacts", "[]"},
      {"/contacts/0/name", R"({"first_name":"A"})"},
      {"/contacts/0/phones/0", R"({"type":"WORK"})"},
      {"/contacts/0/birthday", R"("31.1.2000")"},
      {"/contacts/0/other", "1"},
      {"/reaction", R"({"message_id":"wamid.a"})"},
      {"/reaction/message_id", R"("1")"},
      {"/reaction/emoji", quoted(21)},
      {"/interactive/type", R"("menu")"},
      {"/interactive/body", R"({"text":"x"})"},
      {"/interactive/header/type", R"("audio")"},
      {"/interactive/header/text", quoted(61)},
      {"/interactive/header/image/link", R"("ftp://a")"},
      {"/interactive/header/image/id", R"("a")"},
      {"/interactive/footer/text", quoted(61)},
      {interactive + "buttons", "[]"},
      {interactive + "buttons/0/reply/id", quoted(257)},
      {interactive + "buttons/0/reply/title", quoted(21)},
      {interactive + "button", quoted(21)},
      {interactive + "sections/0/title", quoted(25)},
      {interactive + "sections/0/rows/0/id", quoted(201)},
      {interactive + "sections/0/rows/0/title", quoted(25)},
      {interactive + "sections/0/rows/0/description", quoted(73)},
      {interactive + "name", R"("cta")"},
      {interactive + "parameters/display_text", quoted(21)},
      {interactive + "parameters/url", R"("a.example")"},
      {interactive + "parameters/flow_message_version", R"("2")"},
      {interactive + "parameters/flow_cta", quoted(31)},
      {"/template/name", R"("A")"},
      {"/template/name", quoted(513)},
      {"/template/language", R"("en-US")"},
      {"/template/components/0/type", R"("footer")"},
      {"/template/components/0/sub_type", R"("call")"},
      {"/template/components/0/index", R"("10")"},
      {parameter + "type", R"("audio")"},
      {parameter + "text", quoted(1025)},
      {parameter + "parameter_name", R"("A")"},
      {parameter + "payload", quoted(257)},
      {parameter + "coupon_code", quoted(16)},
      {parameter + "currency/code", R"("usd")"},
      {parameter + "currency/amount_1000", R"("1")"},
      {parameter + "date_time", "{}"}};
  for (const auto& [pointer, value] : mutations) {
    json options = good_options();
    options[json::json_pointer{pointer}] = json::parse(value);
    EXPECT_GT(complaints(options), 0U) << pointer << value;
  }
  json four = good_options();
  json& buttons = four["interactive"]["action"]["buttons"];
  for (int i = 0; i < 3; ++i) buttons.push_back(json(buttons.at(0)));
  EXPECT_GT(complaints(four), 0U) << "four buttons";
}

}  // namespace
}  // namespace herald::whatsapp::testing
