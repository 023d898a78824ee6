// The scaffolds are built outside of the tree, with each compiler and linker, tested and checked.
#include <gtest/gtest.h>

#include "tests/sdk/installed.hpp"

namespace herald::test {
namespace {

struct Way {
  const char* name;
  const char* language;
  const char* options;
};
void PrintTo(const Way& way, std::ostream* out) { *out << way.name; }

class ScaffoldBuild : public testing::TestWithParam<Way> {};

TEST_P(ScaffoldBuild, MakesAFileThatAHostWillLoad) {
  const TemporaryDirectory place;
  const Ended made = shell(
      std::string{"herald-plugin new --lang "} + GetParam().language +
          " org.example.acme p\ncmake -S p -B b " + GetParam().options +
          "\ncmake --build b --target acme\nherald-plugin check b/acme.so --only '^(file|load|entry)'\n",
      place.path());
  EXPECT_EQ(made.status, 0) << made.output;
  EXPECT_NE(made.output.find(" 0 failed"), std::string::npos) << made.output;
}

INSTANTIATE_TEST_SUITE_P(
    With, ScaffoldBuild,
    testing::Values(Way{"CppGccGnuLd", "cpp", "-DCMAKE_MODULE_LINKER_FLAGS=-fuse-ld=bfd"},
                    Way{"CppClangMold", "cpp",
                        "-DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_MODULE_LINKER_FLAGS=-fuse-ld=mold"},
                    Way{"FeatureGccGnuLd", "cpp --kind feature", "-DCMAKE_MODULE_LINKER_FLAGS=-fuse-ld=bfd"},
                    Way{"FeatureClangMold", "cpp --kind feature",
                        "-DCMAKE_CXX_COMPILER=clang++-19 -DCMAKE_MODULE_LINKER_FLAGS=-fuse-ld=mold"},
                    Way{"CGccMold", "c", "-DCMAKE_MODULE_LINKER_FLAGS=-fuse-ld=mold"},
                    Way{"CClangGnuLd", "c",
                        "-DCMAKE_C_COMPILER=clang-19 -DCMAKE_MODULE_LINKER_FLAGS=-fuse-ld=bfd"},
                    Way{"CGccGnuLd", "c", "-DCMAKE_MODULE_LINKER_FLAGS=-fuse-ld=bfd"}),
    [](const auto& with) { return with.param.name; });

class ScaffoldTests : public testing::TestWithParam<const char*> {};

TEST_P(ScaffoldTests, PassAsTheyStandAndFindAChange) {
  const auto plugin = built_project({.language = GetParam()}, "1.0.0");
  const Ended passed = shell("ctest --output-on-failure", plugin.parent_path());
  EXPECT_EQ(passed.status, 0) << passed.output;
  const TemporaryDirectory place;
  const Ended changed = shell("herald-plugin new --lang " + std::string{GetParam()} +
                                  " org.example.acme p; sed -i 's/client_ref/client_reference/' p/acme.c*\n"
                                  "cmake -S p -B b && cmake --build b --target acme\n"
                                  "herald-plugin check b/acme.so --golden p/golden --only golden",
                              place.path());
  EXPECT_EQ(changed.status, 1) << changed.output;
  EXPECT_NE(changed.output.find("send_text.request.http"), std::string::npos) << changed.output;
}

TEST(FeatureScaffold, PassesItsTestsAndTheCheckAsItStandsAndFindsAChange) {
  const TemporaryDirectory place;
  const Ended passed = shell(
      "herald-plugin new --kind feature org.example.acme p\ncmake -S p -B b && cmake --build b\n"
      "ctest --test-dir b --output-on-failure\nherald-plugin check b/acme.so | tail -n 1",
      place.path());
  EXPECT_EQ(passed.status, 0) << passed.output;
  EXPECT_NE(passed.output.find("100% tests passed, 0 tests failed out of 2"), std::string::npos)
      << passed.output;
  EXPECT_NE(passed.output.find(" checks, 0 failed"), std::string::npos) << passed.output;
  const Ended changed = shell(
      "sed -i 's/\"note.id\"/\"note.nr\"/; s/\"text\", one/\"words\", one/' p/acme.cpp && cmake --build b\n"
      "ctest --test-dir b --output-on-failure",
      place.path());
  EXPECT_NE(changed.status, 0);
  for (const char* says : {"the ref of a write with .id", "a body that fits its schema AcmeNoteList",
                           "0% tests passed, 2 tests failed out of 2"})
    EXPECT_NE(changed.output.find(says), std::string::npos) << says << " in " << changed.output;
}

INSTANTIATE_TEST_SUITE_P(In, ScaffoldTests, testing::Values("cpp", "c"),
                         [](const auto& with) { return std::string{with.param}; });

}  // namespace
}  // namespace herald::test
