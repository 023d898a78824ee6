#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace herald::kit {

/// One note of owner "Herald", as it stands. [value]
struct ElfNote {
  std::uint32_t type{};
  std::uint64_t address{};  ///< in the file; a multiple of 4 when the linker kept its alignment
  std::uint32_t format{}, abi_major{}, abi_minor_needed{}, flags{};
  std::string manifest{};
  std::string problem{};  ///< what is malformed; empty when nothing is
};

/// What an ELF file says about itself, read without running any of it. [value]
struct ElfFacts {
  std::string problem{};  ///< why it is no readable ELF64 file of this machine; then nothing else is set
  std::vector<ElfNote> notes{};
  std::vector<std::string> needed{};    ///< DT_NEEDED
  std::vector<std::string> exported{};  ///< defined symbols that others can see
  std::vector<std::string> unique{};    ///< exported ones that the loader keeps once per process
  std::vector<std::string> imported{};
  std::vector<std::string> versions{};  ///< "GLIBC_2.34" …
  std::string search_path{};            ///< RPATH or RUNPATH
  bool shared_object{}, runs_as_program{};
  bool bind_now{}, relro{}, stack_note{}, executable_stack{}, text_relocations{}, writable_code{},
      no_delete{};
};

/// Reads the bytes of a file that may lie: every offset is checked. Pure. [any thread]
ElfFacts read_elf(std::string_view file);
/// The same for a file on disk; one that cannot be read is a problem.
ElfFacts read_elf_file(const std::filesystem::path& file);
/// The manifest in its note; empty when it has none.
std::string manifest_text(const std::filesystem::path& file);

}  // namespace herald::kit
