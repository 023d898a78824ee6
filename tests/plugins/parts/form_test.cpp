#include "plugins/providers/parts/form.hpp"

#include <gtest/gtest.h>

namespace herald::provider {
namespace {

TEST(Form, WritesPlusAsEscapeAndSpaceAsPlus) {
  EXPECT_EQ(form_encode({{"To", "+447700900123"}, {"Body", "a b&c=d"}}),
            "To=%2B447700900123&Body=a+b%26c%3Dd");
}

TEST(Form, WritesUtf8ByteByByteAndKeepsTheFourLiterals) {
  EXPECT_EQ(form_encode({{"B", "é*-._~'"}}), "B=%C3%A9*-._%7E%27");
}

TEST(Form, KeepsRepeatedNamesAndEmptyValues) {
  EXPECT_EQ(form_encode({{"M", "1"}, {"M", "2"}, {"N", ""}}), "M=1&M=2&N=");
}

TEST(Form, WritesEverySpaceOfARow) { EXPECT_EQ(form_encode({{"B", "  x "}}), "B=++x+"); }

TEST(Form, ReadsWhatItWrote) {
  std::string every;
  for (int byte = 0; byte < 256; ++byte) every += static_cast<char>(byte);
  const Fields fields{{"all bytes", every}, {"", ""}, {"b", "=&+%"}};
  EXPECT_EQ(form_decode(form_encode(fields)), fields);
}

TEST(Form, ReadsBrokenEscapesAsTheyStand) {
  EXPECT_EQ(form_decode("a=%4&b=%zz&c=%"), (Fields{{"a", "%4"}, {"b", "%zz"}, {"c", "%"}}));
}

TEST(Form, ReadsNamesWithoutValueAndSkipsEmptyPairs) {
  EXPECT_EQ(form_decode("&a&&b="), (Fields{{"a", ""}, {"b", ""}}));
}

TEST(Form, FindsTheFirstOfARepeatedName) {
  const Fields fields{{"a", "1"}, {"a", "2"}};
  EXPECT_EQ(first_value(fields, "a"), "1");
  EXPECT_EQ(first_value(fields, "b"), "");
  EXPECT_TRUE(has_field(fields, "a"));
  EXPECT_FALSE(has_field(fields, "b"));
}

}  // namespace
}  // namespace herald::provider
