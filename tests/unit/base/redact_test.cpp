#include "host/base/redact.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace herald {
namespace {

std::string redacted(std::string text, const std::vector<std::string>& secrets) {
  redact(text, secrets);
  return text;
}

TEST(Redact, replaces_every_occurrence_of_every_secret) {
  EXPECT_EQ(redacted("token=abcd, again abcd and wxyz", {"abcd", "wxyz"}), "token=***, again *** and ***");
  EXPECT_EQ(redacted("abcdabcd", {"abcd"}), "******");
}

TEST(Redact, ends_although_a_secret_looks_like_its_mark) {
  EXPECT_EQ(redacted("a ****** b", {"****"}), "a ***** b");
}

TEST(Redact, leaves_texts_of_fewer_than_four_characters) {
  EXPECT_EQ(redacted("abc abcd", {"", "abc"}), "abc abcd");
  EXPECT_EQ(redacted("abc abcd", {"abcd"}), "abc ***");
}

}  // namespace
}  // namespace herald
