#include "host/plugins/guard.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace herald::plugins {
namespace {

std::int32_t put(const BoundedSink& sink, std::string_view text) {
  return sink.table()->write(sink.table()->ctx, text.data(), text.size());
}

TEST(BoundedSink, JoinsThePieces) {
  BoundedSink sink{8};
  EXPECT_EQ(put(sink, "abcd"), 0);
  EXPECT_EQ(put(sink, ""), 0);
  EXPECT_EQ(put(sink, "efgh"), 0);
  EXPECT_FALSE(sink.overrun());
  EXPECT_EQ(sink.take(), "abcdefgh");
}

TEST(BoundedSink, RefusesMidwayAndStaysRefused) {
  BoundedSink sink{6};
  EXPECT_EQ(put(sink, "abcd"), 0);
  EXPECT_NE(put(sink, "efgh"), 0);
  EXPECT_NE(put(sink, "i"), 0);
  EXPECT_TRUE(sink.overrun());
  EXPECT_EQ(sink.text(), "abcdef");
}

TEST(BoundedSink, RefusesAnAbsurdLengthWithoutReadingIt) {
  BoundedSink sink{6};
  EXPECT_NE(sink.table()->write(sink.table()->ctx, nullptr, UINT64_MAX), 0);
  EXPECT_TRUE(sink.overrun());
  EXPECT_EQ(sink.text(), "");
}

TEST(Guarded, PassesSuccess) {
  EXPECT_TRUE(guarded("plan", [](const herald_sink*) { return HERALD_OK; }));
}

TEST(Guarded, KeepsStatusAndReason) {
  const auto failed = guarded("plan", [](const herald_sink* err) {
    err->write(err->ctx, "expected 1\nfound 2", 18);
    return HERALD_INVALID;
  });
  EXPECT_EQ(failed.error().reason, "plugin_failed");
  EXPECT_EQ(failed.error().detail, "plan: status 1, expected 1 found 2");
}

TEST(Guarded, CallsAFailureWithoutReasonADefect) {
  const auto failed = guarded("plan", [](const herald_sink*) { return 12345; });
  EXPECT_EQ(failed.error().reason, "plugin_no_reason");
  EXPECT_NE(failed.error().detail.find("status 12345"), std::string::npos);
}

TEST(Guarded, CatchesEveryException) {
  const auto text =
      guarded("plan", [](const herald_sink*) -> herald_status { throw std::runtime_error{"boom"}; });
  EXPECT_EQ(text.error().reason, "plugin_threw");
  EXPECT_EQ(text.error().detail, "plan: boom");
  const auto number = guarded("plan", [](const herald_sink*) -> herald_status { throw 42; });
  EXPECT_EQ(number.error().reason, "plugin_threw");
}

}  // namespace
}  // namespace herald::plugins
