#include "host/http/framing.hpp"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

Head head(std::vector<Header> headers, int minor = 1) {
  Head out;
  out.request.headers = std::move(headers);
  out.minor_version = minor;
  return out;
}

Framing framing(std::vector<Header> headers, int minor = 1) {
  return std::get<Framing>(frame(head(std::move(headers), minor)));
}

int refused(std::vector<Header> headers, int minor = 1) {
  const auto result = frame(head(std::move(headers), minor));
  const auto* refusal = std::get_if<Refusal>(&result);
  return refusal == nullptr ? 200 : refusal->status;
}

TEST(FramingTest, has_no_body_unless_a_header_says_so) {
  EXPECT_EQ(framing({}).length, 0U);
  EXPECT_FALSE(framing({}).chunked);
  EXPECT_EQ(framing({{"content-LENGTH", "42"}}).length, 42U);
  EXPECT_TRUE(framing({{"Transfer-Encoding", "Chunked"}}).chunked);
}

TEST(FramingTest, refuses_every_ambiguity) {
  EXPECT_EQ(refused({{"Content-Length", "5"}, {"content-length", "5"}}), 400);
  EXPECT_EQ(refused({{"Content-Length", "5"}, {"Content-Length", "6"}}), 400);
  EXPECT_EQ(refused({{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}), 400);
  EXPECT_EQ(refused({{"Transfer-Encoding", "chunked"}, {"Transfer-Encoding", "chunked"}}), 400);
  EXPECT_EQ(refused({{"Transfer-Encoding", "chunked"}}, 0), 400);
}

TEST(FramingTest, takes_only_plain_decimal_lengths) {
  for (const char* value : {"", "-1", "+1", "1 2", "5, 5", "0x10", "1e3", "9999999999999999999"})
    EXPECT_EQ(refused({{"Content-Length", value}}), 400) << value;
  EXPECT_EQ(refused({{"Content-Length", "0005"}}), 200);
}

TEST(FramingTest, does_not_know_other_encodings_and_expectations) {
  EXPECT_EQ(refused({{"Transfer-Encoding", "gzip, chunked"}}), 501);
  EXPECT_EQ(refused({{"Transfer-Encoding", "identity"}}), 501);
  EXPECT_EQ(refused({{"Expect", "200-maybe"}}), 417);
}

TEST(FramingTest, keeps_the_connection_as_the_version_and_header_say) {
  EXPECT_TRUE(framing({}).keep_alive);
  EXPECT_FALSE(framing({{"Connection", "Close"}}).keep_alive);
  EXPECT_FALSE(framing({{"Connection", "upgrade, close"}}).keep_alive);
  EXPECT_FALSE(framing({}, 0).keep_alive);
  EXPECT_TRUE(framing({{"Connection", "Keep-Alive"}}, 0).keep_alive);
  EXPECT_FALSE(framing({{"Connection", "keep-alive"}, {"Connection", "close"}}, 0).keep_alive);
}

TEST(FramingTest, expects_a_continue_only_for_a_body) {
  EXPECT_TRUE(framing({{"Expect", "100-Continue"}, {"Content-Length", "1"}}).wants_continue);
  EXPECT_FALSE(framing({{"Expect", "100-continue"}}).wants_continue);
  EXPECT_FALSE(framing({{"Expect", "100-continue"}, {"Content-Length", "1"}}, 0).wants_continue);
}

}  // namespace
}  // namespace herald::http
