#include "tests/bench/pattern.hpp"

#include <gtest/gtest.h>

#include "host/base/ids.hpp"

namespace {

using namespace herald;
using bench::Pattern;
using bench::Vocabulary;
using bench::WordKind;
using storage::Cell;

constexpr std::chrono::milliseconds kHour = std::chrono::hours{1};

class PatternTest : public testing::Test {
 protected:
  SystemRandom random_;
  Instant at_{*from_sql("2026-11-28 12:00:00.000")};
  std::string id_{make_uuid(at_, random_)};
  Vocabulary words_;

  std::string copied(const std::string& text, long number = 3) {
    return Pattern{Cell{text}, words_}.render(words_.spell(number, kHour, random_), kHour).text;
  }
};

TEST_F(PatternTest, CopiesAnIdAsOneThatSortsByTheTimeOfTheCopy) {
  words_.add(id_, WordKind::Id);
  const std::string copy = copied(id_);
  EXPECT_TRUE(is_uuid(copy));
  EXPECT_EQ(copy.substr(0, 13), make_uuid(at_ + kHour, random_).substr(0, 13));
}

TEST_F(PatternTest, SpellsAWordInsideOfJsonAsItDoesInItsColumn) {
  words_.add(id_, WordKind::Id);
  words_.add("delivered-s7", WordKind::Name);
  const auto spelling = words_.spell(3, kHour, random_);
  const Cell json{R"({"id":")" + id_ + R"(","cause":"webhook:)" + id_ +
                  R"(","key":"delivered-s7","other":"s7"})"};
  EXPECT_EQ(Pattern(json, words_).render(spelling, kHour).text,
            R"({"id":")" + spelling[0] + R"(","cause":"webhook:)" + spelling[0] +
                R"(","key":"delivered-s7.3","other":"s7"})");
}

TEST_F(PatternTest, MovesTimes) { EXPECT_EQ(copied("2026-11-28 12:00:00.000"), "2026-11-28 13:00:00.000"); }

TEST_F(PatternTest, GivesEachCopyPhonesOfItsOwn) {
  words_.add("+15005571000", WordKind::Phone);
  words_.add("+15005571001", WordKind::Phone);
  EXPECT_EQ(copied("+15005571000", 0), "+12000000000");
  EXPECT_EQ(copied("+15005571001", 0), "+12000000001");
  EXPECT_EQ(copied("+15005571000", 1), "+12000000002");
}

TEST_F(PatternTest, LeavesWhatIsNotOfTheSampleAsItIs) {
  words_.add("order-1", WordKind::Name);
  EXPECT_EQ(copied("order-12 and order-1"), "order-12 and order-1.3");
  EXPECT_TRUE(Pattern(Cell{}, words_).render({}, kHour).null);
}

}  // namespace
