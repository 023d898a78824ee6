#include "plugins/providers/parts/utc_time.hpp"

#include <gtest/gtest.h>

namespace herald::provider {
namespace {

TEST(UtcTime, IsReadInBothForms) {
  EXPECT_EQ(utc_ms("2024-05-17 10:20:30"), 1'715'941'230'000);
  EXPECT_EQ(utc_ms("2024-05-17T10:20:30.000Z"), 1'715'941'230'000);
  EXPECT_EQ(utc_ms("2024-05-17T10:20:30Z"), 1'715'941'230'000);
  EXPECT_EQ(utc_ms("2024-05-17 10:20:30 +0000"), 1'715'941'230'000);
  for (const char* bad : {"", "2024-05-17", "2024-13-17 10:20:30", "2024-05-17 24:20:30",
                          "2024-05-17 10:20:3x", "2024-05-17T10:20:30+02:00", "2024-05-17T10:20:30.Z5"})
    EXPECT_FALSE(utc_ms(bad).has_value()) << bad;
}

TEST(UtcTime, IsWrittenAsItIsRead) {
  EXPECT_EQ(utc_text(1'715'941'230'999), "2024-05-17T10:20:30Z");
  for (const std::int64_t ms : {0LL, 951'782'400'000LL, 253'402'300'799'000LL})
    EXPECT_EQ(utc_ms(utc_text(ms)), ms);
}

}  // namespace
}  // namespace herald::provider
