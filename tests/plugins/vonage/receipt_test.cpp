#include <gtest/gtest.h>

#include "tests/plugins/vonage/plugin_calls.hpp"

namespace herald::vonage::testing {
namespace {

using nlohmann::json;

test::Form receipt(const std::string& status, const std::string& err_code = "0",
                   const std::string& ref = "a1") {
  return {{"msisdn", "447700900123"},
          {"to", "HERALD"},
          {"network-code", "23410"},
          {"messageId", "0A0000001234ABCD"},
          {"price", "0.03330000"},
          {"status", status},
          {"scts", "2405171020"},
          {"err-code", err_code},
          {"api-key", "a1b2c3d4"},
          {"client-ref", ref},
          {"message-timestamp", "2024-05-17 10:20:30"}};
}

TEST(Receipt, OfAnSmsMovesItsMessage) {
  EXPECT_EQ(events_of(posted(receipt("delivered"))),
            json::array({{{"kind", "receipt"},
                          {"provider_id", "0A0000001234ABCD"},
                          {"attempt_ref", "a1"},
                          {"state", "DELIVERED"},
                          {"detail", "delivered"},
                          {"occurred_at_ms", 1'715'941'230'000},
                          {"cost_micros", 33'300},
                          {"currency", "EUR"},
                          {"dedupe_key", "0A0000001234ABCD:delivered"}}}));
}

TEST(Receipt, OfAnSmsHasItsPriceOnlyWhereItIsThatOfTheWholeMessage) {
  EXPECT_TRUE(events_of(posted(receipt("failed", "6"))).at(0).contains("cost_micros"));
  EXPECT_FALSE(events_of(posted(receipt("delivered", "0", "a1/2"))).at(0).contains("cost_micros"));
  EXPECT_FALSE(events_of(posted(receipt("delivered", "0", ""))).at(0).contains("cost_micros"))
      << "nobody knows how many parts it has";
  test::Form odd = receipt("delivered");
  for (auto& [name, value] : odd)
    if (name == "price") value = "-0.1";
  EXPECT_FALSE(events_of(posted(odd)).at(0).contains("currency"));
}

TEST(Receipt, OfAnSmsHasAStateForEachWord) {
  const std::vector<std::pair<const char*, const char*>> words{
      {"accepted", "SENT"}, {"buffered", "SENT"},   {"delivered", "DELIVERED"}, {"expired", "FAILED"},
      {"failed", "FAILED"}, {"rejected", "FAILED"}, {"unknown", "SENT"},        {"new-word", "SENT"}};
  for (const auto& [word, state] : words)
    EXPECT_EQ(events_of(posted(receipt(word))).at(0).at("state"), state) << word;
}

TEST(Receipt, OfAFailureWithoutACodeHasItsWord) {
  const json event = events_of(posted(receipt("expired"))).at(0);
  EXPECT_EQ(event.at("code"), "expired");
  EXPECT_EQ(event.at("class"), "content_rejected");
}

TEST(Receipt, OfOneOfSeveralPartsThatFailsIsABounce) {
  const json lost = events_of(posted(receipt("failed", "6", "a1/3"))).at(0);
  EXPECT_EQ(lost.at("state"), "BOUNCED");
  EXPECT_EQ(lost.at("attempt_ref"), "a1");
  EXPECT_EQ(events_of(posted(receipt("delivered", "0", "a1/3"))).at(0).at("state"), "DELIVERED");
}

TEST(Receipt, OfAnOptOutSuppressesTheNumber) {
  const json events = events_of(posted(receipt("failed", "9")));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(
      events[1],
      (json{{"kind", "opt_out"}, {"address", "+447700900123"}, {"dedupe_key", "0A0000001234ABCD:opt_out"}}));
}

TEST(Receipt, ArrivesAsQueryFormOrJson) {
  const test::Form form = sealed(receipt("delivered"));
  const json expected = events_of({.body = test::write_form(form)});
  EXPECT_EQ(events_of({.method = "GET", .query = test::write_form(form), .content_type = ""}), expected);
  json body = json::object();
  for (const auto& [name, value] : form) body[name] = value;
  EXPECT_EQ(events_of({.content_type = "application/json", .body = body.dump()}), expected);
}

TEST(Receipt, OfForeignOrNoReferenceHasTheIdAlone) {
  EXPECT_FALSE(
      events_of(posted(receipt("delivered", "0", std::string(65, 'x')))).at(0).contains("attempt_ref"));
  EXPECT_FALSE(events_of(posted(receipt("delivered", "0", ""))).at(0).contains("attempt_ref"));
}

json status(const std::string& word, const json& more = json::object()) {
  json out{{"message_uuid", "u1"},   {"to", "447700900123"},
           {"from", "447700900456"}, {"timestamp", "2024-05-17T10:20:30.000Z"},
           {"status", word},         {"channel", "whatsapp"},
           {"client_ref", "a1"},     {"usage", {{"currency", "EUR"}, {"price", "0.0333"}}}};
  out.update(more);
  return out;
}

TEST(Status, OfAMessageMovesIt) {
  EXPECT_EQ(events_of(stamped(status("read"))), json::array({{{"kind", "receipt"},
                                                              {"provider_id", "u1"},
                                                              {"attempt_ref", "a1"},
                                                              {"state", "READ"},
                                                              {"detail", "read"},
                                                              {"occurred_at_ms", 1'715'941'230'000},
                                                              {"cost_micros", 33'300},
                                                              {"currency", "EUR"},
                                                              {"dedupe_key", "u1:read"}}}));
  const std::vector<std::pair<const char*, const char*>> words{
      {"submitted", "SENT"}, {"delivered", "DELIVERED"}, {"rejected", "FAILED"}, {"undeliverable", "FAILED"}};
  for (const auto& [word, state] : words)
    EXPECT_EQ(events_of(stamped(status(word))).at(0).at("state"), state) << word;
}

TEST(Status, OfAnSmsSaysHowManyPartsItTook) {
  const auto parts = [](const char* count) {
    return events_of(stamped(status("delivered", {{"sms", {{"count_total", count}}}}))).at(0);
  };
  EXPECT_EQ(parts("2").at("segments"), 2);
  EXPECT_EQ(parts("255").at("segments"), 255);
  for (const char* odd : {"256", "0", "-1", "two", ""}) EXPECT_FALSE(parts(odd).contains("segments")) << odd;
  const json free = events_of(stamped(status("read", {{"usage", {{"price", "0.1"}}}}))).at(0);
  EXPECT_FALSE(free.contains("cost_micros")) << "a price without currency";
}

TEST(Status, OfAFailureSaysWhy) {
  const json event = events_of(stamped(status("rejected", {{"error",
                                                            {{"type", "https://e.example/messages#1340"},
                                                             {"title", 1340},
                                                             {"detail", "late for 447700900123"}}}})))
                         .at(0);
  EXPECT_EQ(event.at("code"), "1340");
  EXPECT_EQ(event.at("class"), "content_rejected");
  EXPECT_EQ(event.at("text"), "late for [number]");
  EXPECT_EQ(events_of(stamped(status("rejected"))).at(0).at("class"), "content_rejected");
  EXPECT_EQ(events_of(stamped(status("undeliverable"))).at(0).at("class"), "transient");
}

TEST(Status, OfADuplicateMeansThatItIsThere) {
  const json event = events_of(stamped(status("rejected", {{"error", {{"type", "x#1320"}}}}))).at(0);
  EXPECT_EQ(event.at("state"), "SENT");
}

TEST(Status, OfAnOptOutSuppressesTheNumber) {
  const json events = events_of(stamped(status("rejected", {{"error", {{"type", "x#1240"}}}})));
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[1].at("address"), "+447700900123");
}

}  // namespace
}  // namespace herald::vonage::testing
