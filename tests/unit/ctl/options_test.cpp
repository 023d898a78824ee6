#include "host/ctl/options.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

namespace herald::ctl {
namespace {

constexpr SettingSpec kKnown[] = {{"first", "1", ""}, {"second", "2", ""}, {"third", "3", ""}};

/// A configuration file with drop-ins beside it.
struct Files {
  std::filesystem::path directory;
  Settings settings{kKnown};

  Files() {
    std::string pattern = (std::filesystem::temp_directory_path() / "herald-ctl-XXXXXX").string();
    directory = ::mkdtemp(pattern.data());
  }
  ~Files() { std::filesystem::remove_all(directory); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  void write(const std::string& name, const std::string& text) const {
    std::filesystem::create_directories((directory / name).parent_path());
    std::ofstream{directory / name} << text;
  }
  Result<Done> load(const std::vector<std::string>& environment = {}) {
    return load_settings(settings, {.config_file = (directory / "main.properties").string()}, environment);
  }
};

TEST(LoadSettings, takes_the_drop_ins_by_name_after_the_file_and_the_environment_last) {
  Files files;
  files.write("main.properties", "first = main\nsecond = main\nthird = main\n");
  files.write("conf.d/20-later.properties", "second = later\n");
  files.write("conf.d/10-early.properties", "second = early\nthird = early\n");
  files.write("conf.d/30-other.txt", "first = nobody\n");
  ASSERT_TRUE(files.load({"HERALD_THIRD=environment"}));
  EXPECT_EQ(files.settings.text("first"), "main");
  EXPECT_EQ(files.settings.text("second"), "later");
  EXPECT_EQ(files.settings.text("third"), "environment");
}

TEST(LoadSettings, takes_an_empty_file) {
  Files files;
  files.write("main.properties", "");
  EXPECT_TRUE(files.load());
}

TEST(LoadSettings, names_the_faults_of_all_files_at_once) {
  Files files;
  files.write("main.properties", "frist = 1\n");
  files.write("conf.d/10.properties", "secnd = 2\n");
  const auto done = files.load();
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().detail.find("frist"), std::string::npos) << done.error().detail;
  EXPECT_NE(done.error().detail.find("secnd"), std::string::npos) << done.error().detail;
}

TEST(LoadSettings, refuses_a_file_that_is_not_there) {
  Files files;
  const auto done = files.load();
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().detail.find("main.properties"), std::string::npos);
}

}  // namespace
}  // namespace herald::ctl
