#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "tests/unit/plugins/abi_layout.h"

extern "C" std::size_t herald_entry_size_in_c(void);

namespace herald::plugins {
namespace {

/// Names of the symbols that a library defines for others, without the version node.
std::string exported(const std::filesystem::path& library) {
  const std::string command = "nm -D --defined-only --format=posix '" + library.string() +
                              "' | awk '$2 != \"A\" {printf \"%s \", $1}'";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{::popen(command.c_str(), "r"), &::pclose};
  std::array<char, 4096> text{};
  const std::size_t size = std::fread(text.data(), 1, text.size(), pipe.get());
  const std::string names{text.data(), size};
  return names.substr(0, names.find_first_of("@ "));
}

TEST(Abi, HasTheSameLayoutInCAndCxx) { EXPECT_EQ(herald_entry_size_in_c(), sizeof(herald_entry)); }

TEST(Abi, HasReadsAMemberOnlyInsideTheTable) {
  herald_crypto table{};
  table.struct_size = sizeof(table);
  EXPECT_TRUE(HERALD_HAS(herald_crypto, &table, nonce));
  table.struct_size -= 1;
  EXPECT_FALSE(HERALD_HAS(herald_crypto, &table, nonce));
  EXPECT_TRUE(HERALD_HAS(herald_crypto, &table, base64_decode));
}

TEST(Abi, APluginExportsItsEntryAndNothingElse) {
  for (const auto* name : {"good", "good_c", "rude", "open_throws"})
    EXPECT_EQ(exported(std::filesystem::path{HERALD_BUILD_DIR} / "fixtures" / (std::string{name} + ".so")),
              "herald_plugin_entry_1")
        << name;
}

}  // namespace
}  // namespace herald::plugins
