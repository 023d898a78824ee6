#include "host/plugins/catalog.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/plugins/scratch.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;

class CatalogTest : public ::testing::Test {
 protected:
  CatalogTest() { fs::create_directory(scratch_.path() / "in"); }
  void install(std::string_view name) {
    scratch_.put("in/" + std::string{name} + ".so", testing::fixture(name));
  }
  FileReport load(std::string_view name) {
    install(name);
    return catalog_.load_file(scratch_.path() / "in" / (std::string{name} + ".so"), {});
  }
  /// Loads a file that must not be taken, and not count as present afterwards.
  void expect(std::string_view name, FileState state, std::string_view reason) {
    const FileReport report = load(name);
    EXPECT_EQ(to_text(report.state), to_text(state)) << name << ": " << report.reason << ' ' << report.detail;
    EXPECT_EQ(report.reason, reason) << name << ": " << report.detail;
    EXPECT_NE(report.detail, "") << name;
    EXPECT_EQ(catalog_.find("defect"), nullptr) << name;
  }
  [[nodiscard]] CatalogSettings settings() const {
    CatalogSettings settings;
    settings.data_dir = scratch_.path() / "data";
    settings.policy = scratch_.fixtures_in_process();
    settings.probe.executable = HERALD_PROBE;
    return settings;
  }
  testing::Scratch scratch_;
  SystemRandom random_;
  Catalog catalog_{settings(), {}, random_};
};

TEST_F(CatalogTest, LoadsAPluginAndReportsWhatItIs) {
  const FileReport report = load("good");
  ASSERT_EQ(report.state, FileState::Active) << report.reason << ' ' << report.detail;
  EXPECT_EQ(report.id, "org.example.good");
  EXPECT_EQ(report.version, "1.2.3");
  EXPECT_EQ(report.provider, "good");
  EXPECT_EQ(report.digest.size(), 64u);
  EXPECT_TRUE(fs::exists(scratch_.path() / "data/plugins" / (report.digest + ".so")));
  ASSERT_NE(catalog_.find("good"), nullptr);
  EXPECT_EQ(catalog_.find("good")->manifest().version, "1.2.3");
}

TEST_F(CatalogTest, RejectsWithoutRunningWhatIsNotForThisHost) {
  expect("wrong_major", FileState::Rejected, "wrong_abi");
  expect("wrong_minor", FileState::Rejected, "wrong_abi");
  expect("no_note", FileState::Rejected, "no_note");
  expect("other_drafts", FileState::Rejected, "draft_differs");
  EXPECT_FALSE(fs::exists(scratch_.path() / "data")) << "a rejected file is not even staged";
}

TEST_F(CatalogTest, QuarantinesWhatLiesAboutItself) {
  expect("entry_minor", FileState::Quarantined, "wrong_abi");
  expect("short_entry", FileState::Quarantined, "bad_entry");
  expect("short_table", FileState::Quarantined, "bad_entry");
  expect("null_function", FileState::Quarantined, "bad_entry");
  expect("no_entry", FileState::Quarantined, "no_entry");
  expect("note_differs", FileState::Quarantined, "manifest_differs");
  expect("no_interface", FileState::Quarantined, "missing_interface");
  expect("wrong_provider", FileState::Quarantined, "bad_descriptor");
}

TEST_F(CatalogTest, QuarantinesWhatCrashesOrLeavesWhenItIsLoaded) {
  expect("crash", FileState::Quarantined, "probe_crashed");
  expect("leaves", FileState::Quarantined, "probe_crashed");
}

TEST_F(CatalogTest, QuarantinesWhatOffersMoreThanItsEntry) {
  const FileReport report = load("exported_junk");
  EXPECT_EQ(report.reason, "exports_more");
  EXPECT_NE(report.detail.find("more: junk_for_everybody"), std::string::npos) << report.detail;
}

TEST_F(CatalogTest, QuarantinesWhatLeavesAThreadBehind) {
  const FileReport report = load("thread_leaker");
  EXPECT_EQ(report.reason, "plugin_leaves_threads");
  EXPECT_NE(report.detail.find("found 1 more than before"), std::string::npos) << report.detail;
}

TEST_F(CatalogTest, ASecondPluginForAProviderIsRefusedByName) {
  ASSERT_EQ(load("good").state, FileState::Active);
  const FileReport report = load("rival");
  EXPECT_EQ(report.state, FileState::Rejected);
  EXPECT_EQ(report.reason, "duplicate_plugin");
  EXPECT_NE(report.detail.find("found org.example.good 1.2.3 already active"), std::string::npos)
      << report.detail;
}

TEST_F(CatalogTest, TellsWhichSymbolIsMissing) {
  const FileReport report = load("missing_symbol");
  EXPECT_EQ(report.reason, "not_loadable");
  EXPECT_NE(report.detail.find("nobody_defines_this"), std::string::npos) << report.detail;
}

TEST_F(CatalogTest, TellsWhyOpenFailed) {
  const FileReport report = load("open_throws");
  EXPECT_EQ(report.reason, "plugin_failed");
  EXPECT_NE(report.detail.find("expected a moon, found none"), std::string::npos) << report.detail;
}

TEST_F(CatalogTest, ABadPluginStopsNoOther) {
  for (const auto* name : {"good", "good_c", "crash", "no_note"}) install(name);
  scratch_.put("in/truncated.so", testing::fixture("good").substr(0, 500));
  scratch_.put("in/writable.so", testing::fixture("good"));
  fs::permissions(scratch_.path() / "in/writable.so", fs::perms{0666});
  scratch_.put("in/.good.so.tmp", "being written");
  scratch_.put("in/.hidden.so", "being written");
  std::vector<std::string> seen;
  for (const auto& report : catalog_.load_directory(scratch_.path() / "in", {}))
    seen.push_back(report.path.stem().string() + ' ' + std::string{to_text(report.state)} + ' ' +
                   report.reason);
  EXPECT_EQ(seen,
            (std::vector<std::string>{"crash quarantined probe_crashed", "good active ", "good_c active ",
                                      "no_note rejected no_note", "truncated rejected malformed_elf",
                                      "writable rejected unsafe_mode"}));
  EXPECT_EQ(catalog_.all().size(), 2u);
}

TEST_F(CatalogTest, TakesAFileThatServesAlreadyOnce) {
  ASSERT_EQ(load("good").state, FileState::Active);
  EXPECT_EQ(load("good").state, FileState::Active);
  EXPECT_EQ(catalog_.generations().reports().size(), 1u);
}

TEST_F(CatalogTest, ReportsADirectoryThatCannotBeRead) {
  const auto reports = catalog_.load_directory(scratch_.path() / "none", {});
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].reason, "unreadable_directory");
}

}  // namespace
}  // namespace herald::plugins
