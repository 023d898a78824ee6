// herald-plugin new, and what the installed SDK is made of.
#include <gtest/gtest.h>

#include <regex>
#include <set>
#include <sstream>

#include "tests/sdk/installed.hpp"

namespace herald::test {
namespace {

namespace fs = std::filesystem;

std::set<std::string> files_below(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator{folder})
    if (entry.is_regular_file()) names.insert(fs::relative(entry.path(), folder).string());
  return names;
}

TEST(InstalledSdk, NamesNothingOfTheTreeItCameFrom) {
  for (const std::string& name : files_below(installed_sdk())) {
    if (name.starts_with("bin/")) continue;
    const std::string text = read_file(installed_sdk() / name);
    EXPECT_EQ(text.find(HERALD_SOURCE_DIR), std::string::npos) << name;
    EXPECT_EQ(text.find(HERALD_BUILD_DIR), std::string::npos) << name;
  }
  const Ended found =
      shell("for each in bin/*; do readelf --dynamic $each; done | grep -E 'RPATH|RUNPATH' || echo none",
            installed_sdk());
  EXPECT_EQ(found.output, "none\n");
}

TEST(InstalledSdk, GivesItsHeadersToPkgConfig) {
  const TemporaryDirectory place;
  write_file(place.path() / "uses.cpp", "#include <herald/reply.hpp>\nint main() { return 0; }\n");
  const Ended made =
      shell("eval c++ -std=c++20 $(pkg-config --cflags herald) -fsyntax-only uses.cpp", place.path());
  EXPECT_EQ(made.status, 0) << made.output;
}

TEST(NewPlugin, GivesTheProjectItsOwnNamesThroughout) {
  const TemporaryDirectory place;
  for (const std::string language : {"cpp", "c"}) {
    const Ended made =
        shell("herald-plugin new --lang " + language + " com.beta-telco.fast-sms " + language, place.path());
    ASSERT_EQ(made.status, 0) << made.output;
    EXPECT_TRUE(fs::exists(place.path() / language / ("fast_sms." + language)));
    for (const std::string& name : files_below(place.path() / language)) {
      const std::string text = name + "\n" + read_file(place.path() / language / name);
      EXPECT_FALSE(std::regex_search(text, std::regex{"acme", std::regex::icase})) << name;
    }
  }
  const std::string source = read_file(place.path() / "cpp" / "fast_sms.cpp");
  EXPECT_NE(source.find("class FastSmsProvider {"), std::string::npos) << source;
  EXPECT_NE(source.find(R"("id":"com.beta-telco.fast-sms","provider":"fast_sms")"), std::string::npos)
      << source;
}

TEST(NewPlugin, GivesAFeatureItsOwnNamesThroughout) {
  const TemporaryDirectory place;
  ASSERT_EQ(shell("herald-plugin new --kind feature com.beta-telco.call-notes made", place.path()).status, 0);
  for (const std::string& name : files_below(place.path() / "made")) {
    const std::string text = name + "\n" + read_file(place.path() / "made" / name);
    EXPECT_FALSE(std::regex_search(text, std::regex{"acme", std::regex::icase})) << name;
  }
  const std::string source = read_file(place.path() / "made" / "call_notes.cpp");
  for (const char* part : {"class CallNotesFeature {", R"("path":"/api/v1/x/call_notes/notes")",
                           R"("id":"com.beta-telco.call-notes")", R"("id":"makeCallNotesNote")"})
    EXPECT_NE(source.find(part), std::string::npos) << part;
}

TEST(NewPlugin, MakesNoFeatureThatAHostWouldRefuse) {
  const TemporaryDirectory place;
  const Ended in_c = shell("herald-plugin new --kind feature --lang c org.example.acme", place.path());
  EXPECT_EQ(in_c.status, 2);
  EXPECT_NE(in_c.output.find("expected --lang cpp with --kind feature"), std::string::npos) << in_c.output;
  const Ended wide =
      shell("herald-plugin new --kind feature org.example.a-name-of-twenty-seven-char", place.path());
  EXPECT_EQ(wide.status, 2);
  EXPECT_NE(wide.output.find("at most 26 characters for a feature"), std::string::npos) << wide.output;
  EXPECT_TRUE(files_below(place.path()).empty());
}

TEST(PluginTool, SaysHowEachCommandIsUsed) {
  const TemporaryDirectory place;
  for (const std::string command : {"check", "new", "inspect", "sign"})
    for (const std::string& words : {command + " --help", command + " some.thing --help"}) {
      const Ended told = shell("herald-plugin " + words, place.path());
      EXPECT_EQ(told.status, 0) << words;
      EXPECT_EQ(told.output.find("usage: herald-plugin " + command), 0U) << told.output;
    }
  EXPECT_NE(shell("herald-plugin --help", place.path()).output.find("herald-plugin sign"), std::string::npos);
  EXPECT_TRUE(files_below(place.path()).empty());
}

TEST(NewPlugin, KeepsANameThatHoldsTheTemplatesOwn) {
  const TemporaryDirectory place;
  ASSERT_EQ(shell("herald-plugin new org.acme.acme-two", place.path()).status, 0);
  const std::string source = read_file(place.path() / "acme_two" / "acme_two.cpp");
  EXPECT_NE(source.find(R"("id":"org.acme.acme-two","provider":"acme_two")"), std::string::npos) << source;
}

TEST(NewPlugin, SaysEverythingThatIsWrongAtOnceAndWritesNothing) {
  const TemporaryDirectory place;
  fs::create_directory(place.path() / "full");
  write_file(place.path() / "full" / "mine", "keep");
  const Ended refused = shell("herald-plugin new --lang rust --kind widget Acme full more", place.path());
  EXPECT_EQ(refused.status, 2);
  for (const char* says :
       {"found more as well", "expected --lang cpp or c, found rust",
        "expected --kind provider or feature, found widget", "expected a plugin id such as org.example.acme",
        "that is absent or empty, found full"})
    EXPECT_NE(refused.output.find(says), std::string::npos) << says << " in " << refused.output;
  EXPECT_EQ(files_below(place.path()), std::set<std::string>{"full/mine"});
}

TEST(NewPlugin, RefusesIdsThatCannotNameAPlugin) {
  const TemporaryDirectory place;
  for (const std::string id : {"acme", "org..acme", "org.example.7up", "org.example.Acme", "org/example",
                               "../x.y", "org.example.", "-a.b", "org.herald.mine", "org.example.test"})
    EXPECT_EQ(shell("herald-plugin new '" + id + "' out", place.path()).status, 2) << id;
  EXPECT_TRUE(files_below(place.path()).empty());
}

TEST(Scaffold, IsAtMostSixtyLinesOfCpp) {
  std::istringstream source{read_file(installed_sdk() / "share/herald/template/cpp/acme.cpp")};
  int lines = 0;
  for (std::string line; std::getline(source, line);)
    if (!std::regex_match(line, std::regex{R"(\s*(//.*)?)"})) ++lines;
  EXPECT_GT(lines, 30);
  EXPECT_LE(lines, 60);
}

}  // namespace
}  // namespace herald::test
