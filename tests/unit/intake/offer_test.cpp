#include "host/intake/offer.hpp"

#include <gtest/gtest.h>

namespace herald::intake {
namespace {

TEST(Offer, reads_what_decides_about_messages) {
  const auto offer = read_offer(R"({"provider":"acme","channels":["SMS","EMAIL"],"future_key":1,
    "message_types":{"SMS":["TEXT"],"EMAIL":["TEXT","FILE"]},"address_kind":{"SMS":"phone","EMAIL":"email"},
    "limits":{"SMS":{"text_chars":160,"future_limit":"x"}},
    "options_schema":{"type":"object","required":["a"],"properties":{"a":{"type":"string"}}}})");
  ASSERT_TRUE(offer);
  EXPECT_EQ(offer->provider, "acme");
  EXPECT_EQ(offer->find("SMS")->limits.text_chars, 160);
  EXPECT_FALSE(offer->find("EMAIL")->limits.text_chars);
  EXPECT_EQ(offer->find("EMAIL")->address_kind, "email");
  EXPECT_EQ(offer->find("FAX"), nullptr);
  EXPECT_EQ(offer->without_options.size(), 1U);
}

TEST(Offer, says_everything_that_is_wrong_with_a_descriptor) {
  const auto offer = read_offer(R"({"channels":["SMS"],"limits":{"SMS":{"text_chars":-1}},
    "options_schema":{"type":7}})");
  ASSERT_FALSE(offer);
  EXPECT_EQ(offer.error().reason, "bad_descriptor");
  std::vector<std::string> pointers;
  for (const Problem& problem : offer.error().problems) pointers.push_back(problem.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/provider", "/message_types/SMS", "/address_kind/SMS",
                                                "/limits/SMS/text_chars", "/options_schema"}));
}

TEST(Offer, refuses_what_is_no_json) {
  EXPECT_FALSE(read_offer("{"));
  EXPECT_FALSE(read_offer("[]"));
}

}  // namespace
}  // namespace herald::intake
