#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "tests/support/odd_shapes.hpp"
#include "tests/support/whatsapp_wire.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

json good_wa(const std::string& type, const std::string& content) {
  json out{{"messaging_product", "whatsapp"},
           {"recipient_type", "individual"},
           {"to", "919876500001"},
           {"type", type},
           {"biz_opaque_callback_data", "msg-0001"}};
  out[type] = json::parse(content);
  return out;
}

const json kText = [] {
  json out = good_wa("text", R"({"preview_url":false,"body":"Your order 17 has shipped"})");
  out["context"] = {{"message_id", "wamid.HBgM"}};
  out["recipient_identity_key_hash"] = "DF2lS5v2W6x=";
  return out;
}();
const json kImage = good_wa("image", R"({"link":"https://cdn.example.test/a.jpg","caption":"A"})");
const json kAudio = good_wa("audio", R"({"id":"1037543291543636","voice":true})");
const json kDocument = good_wa("document", R"({"id":"1037543291543636","caption":"A","filename":"a.pdf"})");
const json kSticker = good_wa("sticker", R"({"link":"https://cdn.example.test/a.webp"})");
const json kLocation =
    good_wa("location", R"({"latitude":12.97,"longitude":-77.6,"name":"Office","address":"1 Road"})");
const json kContacts = good_wa(
    "contacts",
    R"([{"name":{"formatted_name":"Ada L","first_name":"Ada"},"phones":[{"phone":"+1","type":"WORK"}]}])");
const json kReaction = good_wa("reaction", R"({"message_id":"wamid.HBgM","emoji":"\ud83d\udc4d"})");
const json kTemplate =
    good_wa("template", R"({"name":"order_update","language":{"code":"en_US"},"components":[
  {"type":"header","parameters":[{"type":"image","image":{"link":"https://cdn.example.test/a.jpg"}}]},
  {"type":"body","parameters":[{"type":"text","text":"Asha"},{"type":"text","text":"17","parameter_name":"order"},
    {"type":"currency","currency":{"fallback_value":"$1","code":"USD","amount_1000":1000}},
    {"type":"date_time","date_time":{"fallback_value":"May 1"}}]},
  {"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"17"}]},
  {"type":"button","sub_type":"quick_reply","index":"1","parameters":[{"type":"payload","payload":"STOP"}]},
  {"type":"button","sub_type":"copy_code","index":"2","parameters":[{"type":"coupon_code","coupon_code":"SAVE"}]}]})");
const json kButtons = good_wa("interactive", R"({"type":"button","header":{"type":"text","text":"H"},
  "body":{"text":"B"},"footer":{"text":"F"},"action":{"buttons":[{"type":"reply","reply":{"id":"1","title":"Yes"}},
  {"type":"reply","reply":{"id":"2","title":"No"}}]}})");
const json kList = good_wa("interactive", R"({"type":"list","body":{"text":"B"},"action":{"button":"Pick",
  "sections":[{"title":"S","rows":[{"id":"1","title":"R","description":"D"}]},
  {"title":"T","rows":[{"id":"2","title":"R"}]}]}})");
const json kCta = good_wa("interactive", R"({"type":"cta_url","body":{"text":"B"},"action":{"name":"cta_url",
  "parameters":{"display_text":"Open","url":"https://example.test/"}}})");
const json kWhere = good_wa("interactive", R"({"type":"location_request_message","body":{"text":"B"},
  "action":{"name":"send_location"}})");
const json kFlow = good_wa("interactive", R"({"type":"flow","body":{"text":"B"},"action":{"name":"flow",
  "parameters":{"flow_message_version":"3","flow_id":"1","flow_cta":"Book","flow_token":"t"}}})");

TEST(WhatsAppRules, TakeTheMessagesOfTheDocuments) {
  for (const json& mail : {kText, kImage, kAudio, kDocument, kSticker, kLocation, kContacts, kReaction,
                           kTemplate, kButtons, kList, kCta, kWhere, kFlow}) {
    const auto wrong = check_whatsapp_message(mail.dump());
    EXPECT_FALSE(wrong.has_value()) << mail << ": " << wrong->details << ": " << wrong->rule;
  }
}

/// A value at a pointer; empty text: the member goes.
struct Mutation {
  json mail;
  const char* pointer;
  std::string value;
};

std::string quoted(std::size_t size) { return json(std::string(size, 'x')).dump(); }

bool refused(const Mutation& one) {
  json mail = one.mail;
  const json::json_pointer at{one.pointer};
  if (one.value.empty())
    mail.at(at.parent_pointer()).erase(at.back());
  else
    mail[at] = json::parse(one.value);
  return check_whatsapp_message(mail.dump()).has_value();
}

TEST(WhatsAppRules, RefuseOneMutationOfEachMember) {
  const std::vector<Mutation> mutations{{kText, "/messaging_product", ""},
                                        {kText, "/recipient_type", R"("crowd")"},
                                        {kText, "/to", ""},
                                        {kText, "/to", R"("+919876500001")"},
                                        {kText, "/to", "919876500001"},
                                        {kText, "/type", R"("fax")"},
                                        {kText, "/type", R"("image")"},
                                        {kText, "/text", ""},
                                        {kText, "/text/body", R"("")"},
                                        {kText, "/text/body", quoted(4097)},
                                        {kText, "/text/preview_url", R"("yes")"},
                                        {kText, "/text/other", "1"},
                                        {kText, "/image", "{}"},
                                        {kText, "/context/message_id", R"("abc")"},
                                        {kText, "/biz_opaque_callback_data", quoted(513)},
                                        {kText, "/recipient_identity_key_hash", R"("")"},
                                        {kText, "/other", "1"},
                                        {kImage, "/image/id", R"("1")"},
                                        {kImage, "/image/link", ""},
                                        {kImage, "/image/link", R"("file:///a")"},
                                        {kImage, "/image/caption", quoted(1025)},
                                        {kImage, "/image/filename", R"("a.jpg")"},
                                        {kAudio, "/audio/caption", R"("A")"},
                                        {kAudio, "/audio/voice", "1"},
                                        {kDocument, "/document/filename", quoted(241)},
                                        {kDocument, "/document/id", R"("a/b")"},
                                        {kSticker, "/sticker/caption", R"("A")"},
                                        {kLocation, "/location/latitude", "91"},
                                        {kLocation, "/location/longitude", R"("1")"},
                                        {kLocation, "/location/name", ""},
                                        {kContacts, "/contacts", "[]"},
                                        {kContacts, "/contacts/0/name/formatted_name", ""},
                                        {kContacts, "/contacts/0/name/first_name", ""},
                                        {kContacts, "/contacts/0/phones/0/phone", ""},
                                        {kReaction, "/reaction/message_id", ""},
                                        {kReaction, "/reaction/emoji", ""},
                                        {kReaction, "/context", R"({"message_id":"wamid.HBgM"})"}};
  for (const Mutation& one : mutations) EXPECT_TRUE(refused(one)) << one.pointer << one.value;
  EXPECT_FALSE(refused({kText, "/text/body", quoted(4096)}));
  EXPECT_FALSE(refused({kImage, "/image/caption", quoted(1024)}));
}

TEST(WhatsAppRules, RefuseOneMutationOfEachMemberOfATemplate) {
  const std::vector<Mutation> mutations{
      {kTemplate, "/template/name", R"("Order")"},
      {kTemplate, "/template/name", quoted(513)},
      {kTemplate, "/template/language", R"("en_US")"},
      {kTemplate, "/template/language/code", R"("en-US")"},
      {kTemplate, "/template/language/policy", R"("fallback")"},
      {kTemplate, "/template/components", "{}"},
      {kTemplate, "/template/components/0/type", R"("footer")"},
      {kTemplate, "/template/components/0/parameters", ""},
      {kTemplate, "/template/components/0/parameters/0", R"({"type":"text","text":""})"},
      {kTemplate, "/template/components/0/parameters/0", R"({"type":"text","text":)" + quoted(61) + "}"},
      {kTemplate, "/template/components/1/parameters/0/text", R"("a\nb")"},
      {kTemplate, "/template/components/1/parameters/0/text", R"("a     b")"},
      {kTemplate, "/template/components/1/parameters/0/text", quoted(1023)},
      {kTemplate, "/template/components/1/parameters/0/type", R"("image")"},
      {kTemplate, "/template/components/1/parameters/1/parameter_name", R"("A")"},
      {kTemplate, "/template/components/1/parameters/2/currency/code", R"("usd")"},
      {kTemplate, "/template/components/1/parameters/3/date_time/day", "1"},
      {kTemplate, "/template/components/2/index", "0"},
      {kTemplate, "/template/components/2/sub_type", R"("call")"},
      {kTemplate, "/template/components/2/parameters/0/type", R"("payload")"},
      {kTemplate, "/template/components/4/parameters/0/coupon_code", quoted(16)}};
  for (const Mutation& one : mutations) EXPECT_TRUE(refused(one)) << one.pointer << one.value;
}

TEST(WhatsAppRules, RefuseOneMutationOfEachMemberOfSomethingInteractive) {
  const std::vector<Mutation> mutations{
      {kButtons, "/interactive/type", R"("menu")"},
      {kButtons, "/interactive/body", ""},
      {kButtons, "/interactive/body/text", quoted(1025)},
      {kButtons, "/interactive/header/text", quoted(61)},
      {kButtons, "/interactive/footer/text", quoted(61)},
      {kButtons, "/interactive/action/buttons", "[]"},
      {kButtons, "/interactive/action/buttons/0/reply/title", quoted(21)},
      {kButtons, "/interactive/action/buttons/0/reply/title", R"("No")"},
      {kButtons, "/interactive/action/buttons/0/reply/id", R"("2")"},
      {kButtons, "/interactive/action/buttons/0/reply/id", quoted(257)},
      {kButtons, "/interactive/action/buttons/2", R"({"type":"url"})"},
      {kList, "/interactive/body/text", quoted(4097)},
      {kList, "/interactive/header", R"({"type":"image","image":{"id":"1"}})"},
      {kList, "/interactive/action/button", quoted(21)},
      {kList, "/interactive/action/sections/0/title", ""},
      {kList, "/interactive/action/sections/0/title", quoted(25)},
      {kList, "/interactive/action/sections/0/rows", "[]"},
      {kList, "/interactive/action/sections/0/rows/0/id", quoted(201)},
      {kList, "/interactive/action/sections/0/rows/0/title", quoted(25)},
      {kList, "/interactive/action/sections/0/rows/0/description", quoted(73)},
      {kCta, "/interactive/action/name", R"("cta")"},
      {kCta, "/interactive/action/parameters/display_text", quoted(21)},
      {kCta, "/interactive/action/parameters/url", R"("example")"},
      {kWhere, "/interactive/action/name", R"("where")"},
      {kWhere, "/interactive/header", R"({"type":"text","text":"H"})"},
      {kFlow, "/interactive/action/parameters/flow_message_version", "3"},
      {kFlow, "/interactive/action/parameters/flow_id", ""},
      {kFlow, "/interactive/action/parameters/flow_cta", quoted(31)}};
  for (const Mutation& one : mutations) EXPECT_TRUE(refused(one)) << one.pointer << one.value;
  json many = kList;
  for (int i = 0; i < 9; ++i)
    many["interactive"]["action"]["sections"][0]["rows"].push_back({{"id", "x"}, {"title", "R"}});
  EXPECT_TRUE(check_whatsapp_message(many.dump()).has_value()) << "11 rows";
}

TEST(WhatsAppRules, KnowUsersWithoutANumberAndGroups) {
  json user = kText;
  user.erase("to");
  user["recipient"] = "US.13491208655302741918";
  EXPECT_FALSE(check_whatsapp_message(user.dump()).has_value());
  json group = kText;
  group.update({{"recipient_type", "group"}, {"to", "Y2FwaV9ncm91cDo="}});
  EXPECT_FALSE(check_whatsapp_message(group.dump()).has_value());
  json both = user;
  both["to"] = "919876500001";
  json grouped_user = user;
  grouped_user["recipient_type"] = "group";
  for (const json& bad : {both, grouped_user})
    EXPECT_TRUE(check_whatsapp_message(bad.dump()).has_value()) << bad;
  for (const char* id : {"US", "us.1", "US.1-2", ""})
    EXPECT_TRUE(refused({user, "/recipient", json(id).dump()})) << id;
}

TEST(WhatsAppRules, AnswerBodiesOfAnyShape) {
  for (const json& mail : {kText, kImage, kAudio, kDocument, kSticker, kLocation, kContacts, kReaction,
                           kTemplate, kButtons, kList, kCta, kWhere, kFlow})
    each_odd_shape(mail, [](const json& odd) {
      EXPECT_NO_THROW(static_cast<void>(
          check_whatsapp_message(odd.dump(-1, ' ', false, json::error_handler_t::replace))));
    });
}

TEST(WhatsAppRules, RefuseWhatIsNoJsonObjectInUtf8) {
  const std::string good = kText.dump();
  for (const std::string& body : {std::string{}, std::string{"[]"}, good + "}",
                                  "{\"type\":\"text\"," + good.substr(1), std::string{"{\"x\":\"\xff\"}"}})
    EXPECT_TRUE(check_whatsapp_message(body).has_value()) << body;
}

TEST(WhatsAppRules, RefuseOneMutationOfEachPartOfAnUpload) {
  const MailFields good{{"messaging_product", "whatsapp", "", ""},
                        {"type", "image/png", "", ""},
                        {"file", "PNG", "a.png", "image/png"}};
  const auto wrong = [&](std::size_t part, const MailField& field) {
    MailFields changed = good;
    changed.at(part) = field;
    return check_whatsapp_upload(changed).has_value();
  };
  EXPECT_FALSE(check_whatsapp_upload(good).has_value());
  EXPECT_TRUE(wrong(0, {"messaging_product", "sms", "", ""}));
  EXPECT_TRUE(wrong(1, {"type", "image/jpeg", "", ""}));
  EXPECT_TRUE(wrong(1, {"kind", "image/png", "", ""}));
  EXPECT_TRUE(wrong(2, {"file", "PNG", "", "image/png"}));
  EXPECT_TRUE(wrong(2, {"file", "", "a.png", "image/png"}));
  EXPECT_TRUE(wrong(2, {"file", std::string(5 * 1024 * 1024 + 1, 'x'), "a.png", "image/png"}));
  EXPECT_TRUE(
      check_whatsapp_upload({good[0], {"type", "image/gif", "", ""}, {"file", "GIF", "a", "image/gif"}})
          .has_value());
  EXPECT_TRUE(check_whatsapp_upload({good[0], good[1]}).has_value());
}

}  // namespace
}  // namespace herald::test
