#include "host/contacts/normalise.hpp"

#include <gtest/gtest.h>

#include <string>

namespace herald::contacts {
namespace {

struct Row {
  std::string text;
  std::string expected;  ///< normalised, or the words that the refusal must contain after "!"
  std::string region{};
};

std::string outcome(std::string_view kind, const Row& row) {
  const auto key = normalise(kind, row.text, row.region);
  if (!key) {
    EXPECT_EQ(key.error().code, Errc::Invalid);
    EXPECT_EQ(key.error().reason, "invalid_address");
    return "!" + key.error().detail;
  }
  EXPECT_EQ(key->kind, kind);
  return key->normalised;
}

void check(std::string_view kind, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const std::string found = outcome(kind, row);
    if (row.expected.starts_with('!')) {
      EXPECT_TRUE(found.starts_with('!')) << row.text << " became " << found;
      EXPECT_NE(found.find(row.expected.substr(1)), std::string::npos) << row.text << " gave " << found;
    } else {
      EXPECT_EQ(found, row.expected) << row.text;
    }
  }
}

TEST(Phone, is_spelt_in_e164) {
  check("phone", {{"+14155552671", "+14155552671"},
                  {" +1 (415) 555-2671 ", "+14155552671"},
                  {"+44 20 7946 0958", "+442079460958"},
                  {"+49 (0)30 123456", "+4930123456"},
                  {"(415) 555-2671", "+14155552671", "US"},
                  {"020 7946 0958", "+442079460958", "GB"},
                  {"00442079460958", "+442079460958", "DE"},
                  {"+39 06 698 12345", "+390669812345"}});
}

TEST(Phone, passes_fictional_numbers_that_providers_use_for_tests) {
  check(
      "phone",
      {{"+15005550006", "+15005550006"}, {"+15005550001", "+15005550001"}, {"+14155550123", "+14155550123"}});
}

TEST(Phone, is_refused_with_a_reason) {
  check("phone", {{"4155552671", "!country code"},
                  {"415 555 2671", "!country code"},
                  {"+1", "!phone number"},
                  {"+1415555", "!too few digits"},
                  {"+1415555267100", "!too many digits"},
                  {"+999123456789", "!country code"},
                  {"5552671", "!area code is missing", "US"},
                  {"+1-800-FLOWERS", "!without letters"},
                  {"+14155552671 ext 5", "!without letters"},
                  {"+14155552671;5", "!without extension"},
                  {"tel:+14155552671", "!without letters"},
                  {"+1415555267112345678901234567890123456789", "!at most 40"},
                  {"+", "!phone number"},
                  {"😀", "!phone number"},
                  {"", "!found nothing"},
                  {"  ", "!found nothing"},
                  {"415", "!", "XX"}});
}

TEST(Whatsapp, follows_the_rules_of_phones_under_its_own_kind) {
  check("whatsapp", {{"+49 151 23456789", "+4915123456789"},
                     {"whatsapp:+4915123456789", "!without letters"},
                     {"US.13491208655302741918", "US.13491208655302741918"},
                     {"IN." + std::string(128, 'a'), "IN." + std::string(128, 'a')},
                     {"IN." + std::string(129, 'a'), "!at most 40"},
                     {"in.1234", "!without letters"},
                     {"group:Y2FwaV9ncm91cDo=", "group:Y2FwaV9ncm91cDo="},
                     {"group:" + std::string(200, 'g'), "group:" + std::string(200, 'g')},
                     {"group:" + std::string(201, 'g'), "!at most 200"},
                     {"group:", "!id of a group"},
                     {"group:a b", "!id of a group"}});
}

TEST(Email, keeps_the_local_part_and_lowers_the_domain) {
  check("email", {{"Ann.Bee@Example.COM", "Ann.Bee@example.com"},
                  {" a@b.c ", "a@b.c"},
                  {"a+tag/x=y@mail.example.com", "a+tag/x=y@mail.example.com"},
                  {"postmaster@localhost", "postmaster@localhost"},
                  {"用户@例え.jp", "用户@例え.jp"},
                  {"x@BÜCHER.Example", "x@bÜcher.example"},
                  {"a@xn--bcher-kva.example", "a@xn--bcher-kva.example"},
                  {"\"a b@c\\\"d\"@example.com", "\"a b@c\\\"d\"@example.com"},
                  {"a@1.example", "a@1.example"}});
}

TEST(Email, is_refused_with_a_reason) {
  check("email", {{"nobody", "!with an @"},
                  {"@example.com", "!before the @"},
                  {"a@", "!domain name"},
                  {".a@example.com", "!before the @"},
                  {"a.@example.com", "!before the @"},
                  {"a..b@example.com", "!before the @"},
                  {"a b@example.com", "!before the @"},
                  {"a@b@example.com", "!before the @"},
                  {"Ann <a@example.com>", "!"},
                  {"a@example.com, b@example.com", "!"},
                  {"a@example..com", "!domain name"},
                  {"a@-x.com", "!domain name"},
                  {"a@x-.com", "!domain name"},
                  {"a@example.com.", "!domain name"},
                  {"a@exa_mple.com", "!domain name"},
                  {"a@10.0.0.1", "!domain name"},
                  {"a@[10.0.0.1]", "!domain name"},
                  {"\"a\"b\"@example.com", "!before the @"},
                  {"\"a\\\"@example.com", "!before the @"},
                  {"a\r\nBcc:x@example.com", "!before the @"},
                  {"a@example.com\r\nBcc: b@x.com", "!"},
                  {std::string("a\0b@example.com", 15), "!before the @"}});
}

TEST(Email, is_bounded_at_64_255_63_and_254_bytes) {
  const std::string label(63, 'd');
  const std::string long_domain = label + "." + label + "." + label + "." + label;  // 255
  check("email", {{std::string(64, 'a') + "@b.c", std::string(64, 'a') + "@b.c"},
                  {std::string(65, 'a') + "@b.c", "!at most 64"},
                  {"a@" + long_domain, "!at most 254 bytes in all"},
                  {"a@" + long_domain + "d", "!at most 255"},
                  {"a@" + long_domain.substr(3), "a@" + long_domain.substr(3)},
                  {"ab@" + long_domain.substr(3), "!at most 254 bytes in all"},
                  {"\xC3\xBC@" + long_domain.substr(4), "\xC3\xBC@" + long_domain.substr(4)},
                  {"\xC3\xBC@" + long_domain.substr(3), "!at most 254 bytes in all"},
                  {"a@" + label + "d.c", "!domain name"}});
}

TEST(Telegram, takes_chat_ids_and_usernames) {
  check("telegram", {{"123456789", "123456789"},
                     {"-1001234567890", "-1001234567890"},
                     {"007", "7"},
                     {"@Durov", "@durov"},
                     {"@abc_12345678901234567890123456789", "!5 to 32"},
                     {"@abc_1234567890123456789012345678", "@abc_1234567890123456789012345678"},
                     {"@abcd", "!5 to 32"},
                     {"@1abcde", "!5 to 32"},
                     {"@ab-cde", "!5 to 32"},
                     {"@", "!5 to 32"},
                     {"durov", "!chat id"},
                     {"0", "!chat id"},
                     {"+5", "!chat id"},
                     {"12a", "!chat id"},
                     {"9223372036854775808", "!chat id"},
                     {"https://t.me/durov", "!chat id"}});
}

TEST(Normalise, refuses_an_unknown_kind) { check("pigeon", {{"coo", "!kind"}}); }

TEST(Normalise, gives_its_own_result_back_unchanged) {
  for (const auto& [kind, text] :
       {std::pair{"phone", "+44 20 7946 0958"}, std::pair{"email", "A.B@EXAMPLE.com"},
        std::pair{"telegram", "@Durov"}, std::pair{"telegram", "-100"}}) {
    const auto once = normalise(kind, text);
    ASSERT_TRUE(once);
    EXPECT_EQ(normalise(kind, once->normalised)->normalised, once->normalised);
  }
}

TEST(Normalise, never_repeats_the_address_in_a_refusal) {
  for (const auto& [kind, text] : {std::pair{"phone", "hunter2"}, std::pair{"email", "hunter2"},
                                   std::pair{"email", "hunter2@x..y"}, std::pair{"telegram", "hunter2"}}) {
    const auto key = normalise(kind, text);
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().detail.find("hunter2"), std::string::npos);
  }
}

TEST(AddressKind, follows_from_the_channel_type) {
  EXPECT_EQ(address_kind("SMS"), "phone");
  EXPECT_EQ(address_kind("VOICE"), "phone");
  EXPECT_EQ(address_kind("EMAIL"), "email");
  EXPECT_EQ(address_kind("TELEGRAM"), "telegram");
  EXPECT_EQ(address_kind("WHATSAPP"), "whatsapp");
  EXPECT_EQ(address_kind("sms"), std::nullopt);
  EXPECT_EQ(address_kind("PUSH"), std::nullopt);
}

}  // namespace
}  // namespace herald::contacts
