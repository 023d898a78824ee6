#include <gtest/gtest.h>

#include "tests/plugins/aws_sns/plugin_calls.hpp"

namespace herald::aws_sns::testing {
namespace {

using nlohmann::json;

const std::string kName = "AWS.SNS.SMS.SenderID";
const std::string kNumber = "AWS.MM.SMS.OriginationNumber";

TEST(Send, PlansOneRequestThatCommits) {
  const json request = plan("send", message_input(), account()).at("request");
  EXPECT_EQ(request.at("method"), "POST");
  EXPECT_EQ(request.at("commits"), true);
  test::Form form;
  EXPECT_FALSE(
      test::check_aws_sns_request({}, raw_request({{"request", request}}), kNow / 1000, form).has_value());
  EXPECT_EQ(test::field(form, "PhoneNumber"), "+447700900777");
  EXPECT_EQ(test::field(form, "Message"), "Herald test 1 + 1 = 2");
}

TEST(Send, KeepsToTheRulesWithEverythingSet) {
  const json message{{"text", "Caf\xC3\xA9 & 1 = \xE2\x82\xAC * ~"},
                     {"options",
                      {{"sms_type", "Promotional"},
                       {"origination_number", "12065550100"},
                       {"max_price", "1"},
                       {"entity_id", "1101456324675322134"},
                       {"template_id", "1107457532145798767"}}}};
  const test::Form form = planned_form(message, account({{"sender_id", "HERALD-1"}}));
  EXPECT_FALSE(test::check_aws_sns_form(form).has_value());
  EXPECT_EQ(test::field(form, "Message"), "Caf\xC3\xA9 & 1 = \xE2\x82\xAC * ~");
  EXPECT_EQ(attribute(form, kName), "HERALD-1");
  EXPECT_EQ(attribute(form, kNumber), "12065550100");
  EXPECT_EQ(attribute(form, "AWS.SNS.SMS.MaxPrice"), "1");
  EXPECT_EQ(attribute(form, "AWS.MM.SMS.EntityId"), "1101456324675322134");
  EXPECT_EQ(attribute(form, "AWS.MM.SMS.TemplateId"), "1107457532145798767");
}

TEST(Send, IsPromotionalForMarketingOnlyUnlessSomebodySaysOtherwise) {
  const auto type = [](const json& message, const json& config = json::object()) {
    return attribute(planned_form(message, account({{"config", config}})), "AWS.SNS.SMS.SMSType");
  };
  EXPECT_EQ(type({{"message_class", "marketing"}}), "Promotional");
  EXPECT_EQ(type({{"message_class", "transactional"}}), "Transactional");
  EXPECT_EQ(type({{"message_class", "otp"}}), "Transactional");
  EXPECT_EQ(type({{"message_class", "marketing"}}, {{"sms_type", "Transactional"}}), "Transactional");
  EXPECT_EQ(type({{"options", {{"sms_type", "Promotional"}}}}, {{"sms_type", "Transactional"}}),
            "Promotional");
}

struct Sent {
  std::string name{};
  std::string number{};
  bool operator==(const Sent&) const = default;
};

Sent sent_as(const json& message, const json& channel) {
  const test::Form form = planned_form(message, channel);
  return {attribute(form, kName), attribute(form, kNumber)};
}

TEST(Sender, OfTheMessageWinsOverBothOfTheChannel) {
  const json both = account({{"sender_id", "HERALD"}, {"config", {{"origination_number", "+12065550100"}}}});
  EXPECT_EQ(sent_as(json::object(), account()), (Sent{}));
  EXPECT_EQ(sent_as(json::object(), both), (Sent{"HERALD", "+12065550100"}));
  EXPECT_EQ(sent_as({{"from", "OTHER"}}, both), (Sent{"OTHER", ""}));
  EXPECT_EQ(sent_as({{"from", "+12065550199"}}, both), (Sent{"", "+12065550199"}));
  EXPECT_EQ(sent_as({{"options", {{"origination_number", "+12065550142"}}}}, both),
            (Sent{"HERALD", "+12065550142"}));
  EXPECT_EQ(sent_as(json::object(), account({{"sender_id", "12345"}})), (Sent{"", "12345"}))
      << "a short code is a number";
}

TEST(Limit, IsKeptForEachSender) {
  for (const char* good : {"ABC", "A-1", "12345678A-1", "12345", "+12065550100123"})
    EXPECT_EQ(refusal_code({{"from", good}}), "") << good;
  for (const char* bad : {"AB", "ABCDEFGHIJKL", "A B", "A_B", "1234", "123456789012345", "--", "+A123"})
    EXPECT_EQ(refusal_code({{"from", bad}}), "sender") << bad;
}

TEST(Limit, IsKeptForTheText) {
  std::string longest;
  for (int i = 0; i < 1600; ++i) longest += "\xE2\x82\xAC";
  EXPECT_EQ(refusal_code({{"text", longest}}), "");
  EXPECT_EQ(refusal_code({{"text", longest + "x"}}), "text_too_long");
  EXPECT_EQ(refusal_code({{"text", ""}}), "text_missing");
}

TEST(Limit, IsKeptForTheRecipient) {
  for (const char* bad : {"", "447700900777", "+0447700", "+4477009007771234", "+44a"})
    EXPECT_EQ(refusal_code({{"to", bad}}), "recipient") << bad;
}

TEST(Limit, IsKeptForEachOption) {
  const auto code = [](const char* name, const json& value) {
    return refusal_code({{"options", {{name, value}}}});
  };
  EXPECT_EQ(code("sms_type", "promotional"), "sms_type");
  EXPECT_EQ(code("origination_number", "HERALD"), "sender");
  for (const char* bad : {"0,5", "-1", ".5", "1.", "123456", "1.123456", "1e3"})
    EXPECT_EQ(code("max_price", bad), "max_price") << bad;
  EXPECT_EQ(code("entity_id", "a b"), "registered_id");
  EXPECT_EQ(code("template_id", std::string(51, '1')), "registered_id");
}

TEST(Limit, IsTextOverSms) {
  EXPECT_EQ(refusal_code({{"channel", "WHATSAPP"}}), "channel");
  EXPECT_EQ(refusal_code({{"type", "IMAGE"}}), "message_type");
  EXPECT_EQ(refusal_code({{"attachments", json::array({{{"url", "https://a.example/a.png"}}})}}),
            "message_type");
}

TEST(Op, ThatIsNotListedIsRefused) {
  EXPECT_EQ(plan("lookup", json::object(), account()).at("verdict").at("class"), "unsupported");
}

}  // namespace
}  // namespace herald::aws_sns::testing
