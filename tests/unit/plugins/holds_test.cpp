#include "host/plugins/holds.hpp"

#include <gtest/gtest.h>

#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

const Hold kDisabled{HoldKind::Disabled, "org.one", "", "disabled"};
const Hold kQuarantined{HoldKind::Quarantined, "org.one", "abc", "crashed"};

TEST(Holds, OutliveTheProcess) {
  const testing::Scratch scratch;
  const auto path = scratch.path() / "new" / "holds";
  {
    HoldFile file{path};
    ASSERT_TRUE(file.put(kDisabled));
    ASSERT_TRUE(file.put(kQuarantined));
    ASSERT_TRUE(file.put(kQuarantined));
  }
  HoldFile file{path};
  EXPECT_FALSE(file.trouble());
  EXPECT_EQ(file.all(), (std::vector{kDisabled, kQuarantined}));
  ASSERT_TRUE(file.lift("org.one", HoldKind::Disabled));
  EXPECT_EQ(HoldFile{path}.all(), std::vector{kQuarantined});
  ASSERT_TRUE(file.lift("org.one"));
  EXPECT_TRUE(HoldFile{path}.all().empty());
}

TEST(Holds, OfAFileConcernThatFileOnly) {
  const testing::Scratch scratch;
  HoldFile file{scratch.path() / "holds"};
  ASSERT_TRUE(file.put(kQuarantined));
  EXPECT_EQ(file.against("org.one", "abc"), kQuarantined);
  EXPECT_FALSE(file.against("org.one", "def"));
  EXPECT_FALSE(file.against("org.two", "abc"));
  ASSERT_TRUE(file.put(kDisabled));
  EXPECT_EQ(file.against("org.one", "def"), kDisabled);
}

TEST(Holds, ADamagedFileIsReportedWithItsLine) {
  const testing::Scratch scratch;
  for (const char* text : {"disabled org.one - disabled extra\n", "unknown org.one - x\n", "disabled\n"}) {
    const HoldFile file{scratch.put("holds", text)};
    ASSERT_TRUE(file.trouble()) << text;
    EXPECT_EQ(file.trouble()->reason, "malformed_holds");
    EXPECT_NE(file.trouble()->detail.find("repair or remove"), std::string::npos);
  }
}

}  // namespace
}  // namespace herald::plugins
