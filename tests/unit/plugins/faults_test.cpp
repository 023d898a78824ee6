#include "host/plugins/faults.hpp"

#include <gtest/gtest.h>

namespace herald::plugins {
namespace {

constexpr Tick kFaultStart{std::chrono::hours{5}};

TEST(Faults, ThreeWithinAnHourCondemnOnce) {
  Faults faults;
  faults.note("d", 7, "plugin_threw", kFaultStart);
  faults.note("d", 7, "plugin_threw", kFaultStart + std::chrono::minutes{30});
  EXPECT_TRUE(faults.take_condemned().empty());
  faults.note("d", 7, "plugin_overrun", kFaultStart + std::chrono::minutes{59});
  const auto condemned = faults.take_condemned();
  ASSERT_EQ(condemned.size(), 1u);
  EXPECT_EQ(condemned[0].generation, 7u);
  EXPECT_EQ(condemned[0].fault, "plugin_overrun");
  EXPECT_TRUE(faults.take_condemned().empty());
}

TEST(Faults, AreForgottenAfterAnHour) {
  Faults faults;
  faults.note("d", 7, "plugin_threw", kFaultStart);
  faults.note("d", 7, "plugin_threw", kFaultStart + std::chrono::minutes{30});
  EXPECT_EQ(faults.count("d", kFaultStart + std::chrono::minutes{61}), 1u);
  faults.note("d", 7, "plugin_threw", kFaultStart + std::chrono::minutes{60});
  EXPECT_TRUE(faults.take_condemned().empty());
}

TEST(Faults, OfOneFileDoNotCountForAnother) {
  Faults faults;
  for (const char* digest : {"a", "b", "c"}) faults.note(digest, 7, "plugin_threw", kFaultStart);
  EXPECT_TRUE(faults.take_condemned().empty());
}

}  // namespace
}  // namespace herald::plugins
