#include <gtest/gtest.h>

#include "host/plugins/blame.hpp"
#include "host/plugins/catalog.hpp"
#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;
constexpr const char* kGood = "org.example.good";

/// One plugin directory over the catalogs of one process after the other.
class CatalogLifeTest : public ::testing::Test {
 protected:
  CatalogLifeTest() {
    fs::create_directory(scratch_.path() / "in");
    restart();
  }
  void restart() {
    CatalogSettings settings;
    settings.data_dir = scratch_.path() / "data";
    settings.directories = {scratch_.path() / "in"};
    settings.policy = scratch_.fixtures_in_process();
    settings.probe.executable = HERALD_PROBE;
    settings.gone_grace = seconds{5};
    settings.longest_drain = seconds{30};
    settings.notice = [this](const FileReport& report) {
      notices_.push_back(std::string{to_text(report.state)});
    };
    catalog_ = std::make_unique<Catalog>(std::move(settings), PluginLog{}, random_);
  }
  /// Puts a fixture in place as an installer does: by rename.
  void install(std::string_view name, const std::string& as = "good.so") {
    scratch_.put("in/.new", testing::fixture(name));
    fs::rename(scratch_.path() / "in/.new", scratch_.path() / "in" / as);
  }
  std::string version() {
    const auto provider = catalog_->find("good");
    return provider ? provider->manifest().version : "none";
  }
  std::string states() {
    std::string text;
    for (const GenerationReport& each : catalog_->generations().reports())
      text += each.version + ' ' + std::string{to_text(each.state)} + "; ";
    return text;
  }
  FileReport only_report() {
    const auto reports = catalog_->reports(now_);
    EXPECT_EQ(reports.size(), 1u);
    return reports.empty() ? FileReport{} : reports[0];
  }
  testing::Scratch scratch_;
  SystemRandom random_;
  Tick now_{seconds{1000}};
  std::vector<std::string> notices_;
  std::unique_ptr<Catalog> catalog_;
};

TEST_F(CatalogLifeTest, AHigherVersionReplacesTheOneThatServes) {
  install("good");
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "1.2.3");
  install("good_1.10.0");
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "1.10.0");
  catalog_->step(now_);
  EXPECT_EQ(states(), "1.2.3 standby; 1.10.0 active; ");
}

TEST_F(CatalogLifeTest, ALowerVersionIsRefusedWithTheReason) {
  install("good_1.10.0");
  catalog_->rescan(now_);
  install("good");
  const auto reports = catalog_->rescan(now_);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].reason, "not_newer");
  EXPECT_NE(reports[0].detail.find("above 1.10.0"), std::string::npos) << reports[0].detail;
  EXPECT_NE(reports[0].detail.find("found 1.2.3"), std::string::npos) << reports[0].detail;
  EXPECT_EQ(version(), "1.10.0");
}

TEST_F(CatalogLifeTest, AnUpgradeThatFailsLeavesTheOldOneServing) {
  install("good");
  catalog_->rescan(now_);
  for (const char* bad : {"crash", "no_note", "short_table"}) {
    install(bad, "other.so");
    catalog_->rescan(now_);
    EXPECT_EQ(version(), "1.2.3") << bad;
  }
  EXPECT_EQ(states(), "1.2.3 active; ");
}

TEST_F(CatalogLifeTest, OneGenerationBackIsKeptAndTheOneBeforeRetires) {
  for (const char* name : {"good", "good_1.10.0", "good_1.11.0"}) {
    install(name);
    catalog_->rescan(now_);
    catalog_->step(now_);
  }
  EXPECT_EQ(states(), "1.2.3 retired; 1.10.0 standby; 1.11.0 active; ");
}

TEST_F(CatalogLifeTest, ARollbackHoldsAgainstRescansAndRestarts) {
  install("good");
  catalog_->rescan(now_);
  install("good_1.10.0");
  catalog_->rescan(now_);
  catalog_->step(now_);
  ASSERT_TRUE(catalog_->rollback(kGood, now_));
  EXPECT_EQ(version(), "1.2.3");
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "1.2.3");
  restart();
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "1.2.3") << "its file is gone; the kept copy serves";
  install("good_1.11.0");
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "1.11.0") << "only the version that was left is held back";
}

TEST_F(CatalogLifeTest, ARollbackCanBeTakenBack) {
  install("good");
  catalog_->rescan(now_);
  install("good_1.10.0");
  catalog_->rescan(now_);
  ASSERT_TRUE(catalog_->rollback(kGood, now_));
  ASSERT_TRUE(catalog_->rollback(kGood, now_));
  EXPECT_EQ(version(), "1.10.0");
  restart();
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "1.10.0");
}

TEST_F(CatalogLifeTest, ThereIsNothingToRollBackToAtFirst) {
  install("good");
  catalog_->rescan(now_);
  EXPECT_EQ(catalog_->rollback(kGood, now_).error().reason, "nothing_to_roll_back");
  EXPECT_EQ(catalog_->rollback("org.nobody", now_).error().reason, "unknown_plugin");
  EXPECT_EQ(version(), "1.2.3");
}

TEST_F(CatalogLifeTest, DisabledStaysDisabledUntilItIsEnabled) {
  install("good");
  catalog_->rescan(now_);
  ASSERT_TRUE(catalog_->disable(kGood, now_));
  EXPECT_EQ(version(), "none");
  EXPECT_EQ(only_report().state, FileState::Disabled);
  restart();
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "none");
  EXPECT_EQ(only_report().reason, "disabled");
  ASSERT_TRUE(catalog_->enable(kGood, now_));
  EXPECT_EQ(version(), "1.2.3");
  restart();
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "1.2.3");
}

TEST_F(CatalogLifeTest, APluginWhoseFileIsGoneIsWithdrawnAfterTheGrace) {
  install("good");
  catalog_->rescan(now_);
  fs::remove(scratch_.path() / "in/good.so");
  catalog_->rescan(now_);
  catalog_->step(now_ + seconds{4});
  EXPECT_EQ(version(), "1.2.3");
  catalog_->step(now_ + seconds{5});
  EXPECT_EQ(version(), "none");
  EXPECT_EQ(states(), "1.2.3 retired; ");
  EXPECT_TRUE(catalog_->reports(now_).empty());
}

TEST_F(CatalogLifeTest, AFileThatComesBackInTimeGoesOn) {
  install("good");
  catalog_->rescan(now_);
  fs::remove(scratch_.path() / "in/good.so");
  catalog_->rescan(now_);
  install("good");
  catalog_->step(now_ + seconds{6});
  EXPECT_EQ(states(), "1.2.3 active; ");
}

TEST_F(CatalogLifeTest, ThreeFaultsQuarantineTheFileAcrossARestart) {
  install("good");
  catalog_->rescan(now_);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(version(), "1.2.3") << i;
    catalog_->note_failure(1, "plugin_failed", now_);  // an answer like any other
    catalog_->note_failure(1, "plugin_threw", now_);
    catalog_->step(now_);
  }
  EXPECT_EQ(version(), "none");
  EXPECT_EQ(only_report().state, FileState::Quarantined);
  EXPECT_EQ(only_report().reason, "too_many_faults");
  EXPECT_NE(only_report().detail.find("plugin_threw"), std::string::npos);
  restart();
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "none");
  ASSERT_TRUE(catalog_->enable(kGood, now_));
  EXPECT_EQ(version(), "1.2.3");
}

TEST_F(CatalogLifeTest, AnAbandonedPluginIsOpenedAnewTwice) {
  install("good");
  catalog_->rescan(now_);
  for (int i = 1; i <= 3; ++i) {
    const auto lane = catalog_->find("good")->lane();
    lane->submit(
        [&]() -> Result<Reply> {
          lane->watch(now_ + seconds{10});  // as seen from outside: it does not come back
          return Reply{};
        },
        now_ + seconds{1}, [](const Result<Reply>&) {});
    lane->step(now_);
    ASSERT_EQ(lane->state(), LaneState::Abandoned);
    catalog_->step(now_);
    EXPECT_EQ(version(), i < 3 ? "1.2.3" : "none");
  }
  EXPECT_EQ(only_report().reason, "too_many_faults");
}

TEST_F(CatalogLifeTest, NothingIsLoadedWhileTheHoldsCannotBeRead) {
  install("good");
  fs::create_directories(scratch_.path() / "data");
  scratch_.put("data/plugins.holds", "nonsense\n");
  restart();
  const auto reports = catalog_->rescan(now_);
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].reason, "malformed_holds");
  EXPECT_EQ(version(), "none");
}

TEST_F(CatalogLifeTest, WhatTheProcessBeforeCrashedInIsHeldWithTheFunction) {
  install("good");
  catalog_->rescan(now_);
  scratch_.put("data/plugins.crash", suspicion(kGood, only_report().digest) + "plan\n");
  restart();
  catalog_->rescan(now_);
  EXPECT_EQ(only_report().state, FileState::Quarantined);
  EXPECT_EQ(only_report().reason, "crashed_in_plan");
  install("good_1.10.0");
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "1.10.0");
}

TEST_F(CatalogLifeTest, ARecordThatIsNoneBlamesNobody) {
  install("good");
  for (const char* text : {"", "quarantined org.exam", "pinned org.example.good 00 x\n", "\xff\n\n"}) {
    fs::create_directories(scratch_.path() / "data");
    scratch_.put("data/plugins.crash", text);
    restart();
    catalog_->rescan(now_);
    EXPECT_EQ(version(), "1.2.3") << text;
  }
}

TEST_F(CatalogLifeTest, ALoadThatTwiceTookTheProcessDownIsNotTriedAThirdTime) {
  install("good");
  catalog_->rescan(now_);
  const std::string mark = "data/plugins/" + only_report().digest + ".so.loading";
  EXPECT_FALSE(fs::exists(scratch_.path() / mark));
  scratch_.put(mark, "1\n");
  restart();
  catalog_->rescan(now_);
  EXPECT_EQ(version(), "1.2.3");
  scratch_.put(mark, "2\n");
  restart();
  catalog_->rescan(now_);
  EXPECT_EQ(only_report().reason, "died_loading");
  restart();
  catalog_->rescan(now_);
  EXPECT_EQ(only_report().reason, "died_loading");
  ASSERT_TRUE(catalog_->enable(kGood, now_));
  EXPECT_EQ(version(), "1.2.3");
}

TEST_F(CatalogLifeTest, ChangesAreNoticedOnce) {
  install("good");
  catalog_->rescan(now_);
  catalog_->rescan(now_);
  ASSERT_TRUE(catalog_->disable(kGood, now_));
  EXPECT_EQ(notices_, (std::vector<std::string>{"active", "disabled"}));
}

}  // namespace
}  // namespace herald::plugins
