#include "host/base/clock.hpp"

#include <gtest/gtest.h>

namespace herald {
namespace {

using std::chrono::milliseconds;

Instant at(std::int64_t millis) { return Instant{milliseconds{millis}}; }

struct Written {
  std::int64_t millis;
  const char* sql;
};

// Seconds since the epoch by `date -u -d '<text>' +%s`.
constexpr Written kWritten[]{
    {0, "1970-01-01 00:00:00.000"},
    {-1, "1969-12-31 23:59:59.999"},
    {1'709'164'800'000, "2024-02-29 00:00:00.000"},
    {1'735'689'599'999, "2024-12-31 23:59:59.999"},
    {951'782'400'007, "2000-02-29 00:00:00.007"},
    {253'402'300'799'999, "9999-12-31 23:59:59.999"},
    {-62'167'219'200'000, "0000-01-01 00:00:00.000"},
};

TEST(SqlTime, is_written_and_read_back_alike) {
  for (const Written& row : kWritten) {
    EXPECT_EQ(to_sql(at(row.millis)), row.sql);
    EXPECT_EQ(from_sql(row.sql), at(row.millis)) << row.sql;
  }
}

TEST(SqlTime, sorts_as_text_as_it_sorts_in_time) {
  for (const Written& a : kWritten) {
    for (const Written& b : kWritten)
      EXPECT_EQ(a.millis < b.millis, to_sql(at(a.millis)) < to_sql(at(b.millis)));
  }
}

TEST(SqlTime, is_refused_in_any_other_form) {
  for (const char* text : {"",
                           "2024-02-29",
                           "2024-02-29 00:00:00",
                           "2024-02-29 00:00:00.00",
                           "2024-02-29 00:00:00.0000",
                           "2024-02-29T00:00:00.000",
                           "2024-02-29 00:00:00.000Z",
                           " 2024-02-29 00:00:00.000",
                           "2023-02-29 00:00:00.000",
                           "2024-13-01 00:00:00.000",
                           "2024-00-01 00:00:00.000",
                           "2024-01-00 00:00:00.000",
                           "2024-04-31 00:00:00.000",
                           "2024-02-29 24:00:00.000",
                           "2024-02-29 00:60:00.000",
                           "2024-02-29 00:00:60.000",
                           "2024-2-29 00:00:00.000",
                           "2024-02-29 00:00:-1.000",
                           "+024-02-29 00:00:00.000",
                           "2024-02-29 00:00:00,000"}) {
    EXPECT_FALSE(from_sql(text)) << text;
  }
}

TEST(Rfc3339, is_written_with_t_and_z) {
  EXPECT_EQ(to_rfc3339(at(951'782'400'007)), "2000-02-29T00:00:00.007Z");
}

TEST(Rfc3339, is_read_with_fractions_and_offsets) {
  const Instant noon = at(1'709'208'000'000);  // 2024-02-29 12:00
  for (const char* text :
       {"2024-02-29T12:00:00Z", "2024-02-29t12:00:00z", "2024-02-29T12:00:00.0Z",
        "2024-02-29T12:00:00.000000000Z", "2024-02-29T12:00:00+00:00", "2024-02-29T12:00:00-00:00",
        "2024-02-29T14:30:00+02:30", "2024-02-29T00:30:00-11:30", "2024-03-01T11:59:00+23:59"}) {
    EXPECT_EQ(from_rfc3339(text), noon) << text;
  }
  EXPECT_EQ(from_rfc3339("2024-02-29T12:00:00.5Z"), noon + milliseconds{500});
  EXPECT_EQ(from_rfc3339("2024-02-29T12:00:00.12Z"), noon + milliseconds{120});
  EXPECT_EQ(from_rfc3339("2024-02-29T12:00:00.123999999Z"), noon + milliseconds{123});
}

TEST(Rfc3339, is_refused_when_malformed) {
  for (const char* text : {"", "2024-02-29", "2024-02-29T12:00:00", "2024-02-29 12:00:00Z",
                           "2024-02-29T12:00Z", "2024-02-29T12:00:00.Z", "2024-02-29T12:00:00.0000000000Z",
                           "2024-02-29T12:00:00+0200", "2024-02-29T12:00:00+02", "2024-02-29T12:00:00+24:00",
                           "2024-02-29T12:00:00+02:60", "2024-02-29T12:00:00ZZ", "2024-02-29T12:00:00Z ",
                           "2023-02-29T12:00:00Z", "2024-02-29T25:00:00Z", "2024-02-29T12:00:00 02:00"}) {
    EXPECT_FALSE(from_rfc3339(text)) << text;
  }
}

TEST(Rfc3339, is_refused_when_its_offset_leaves_the_four_digit_years) {
  EXPECT_FALSE(from_rfc3339("9999-12-31T23:59:59-00:01"));
  EXPECT_FALSE(from_rfc3339("0000-01-01T00:00:00+00:01"));
  EXPECT_TRUE(from_rfc3339("9999-12-31T23:59:59+00:01"));
}

TEST(SystemClock, tells_a_time_after_this_test_was_written) {
  EXPECT_GT(SystemClock{}.now(), *from_sql("2024-01-01 00:00:00.000"));
}

TEST(SystemClock, never_ticks_backwards) {
  const SystemClock clock;
  const Tick first = clock.tick();
  EXPECT_GE(clock.tick(), first);
}

}  // namespace
}  // namespace herald
