#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::plugins {

/// The identity note of a plugin file (herald/abi/note.h). [value]
struct Note {
  std::uint32_t format{};
  std::uint32_t abi_major{};
  std::uint32_t abi_minor_needed{};
  std::uint32_t flags{};
  std::string manifest{};
  std::string drafts{};  ///< HERALD_DRAFTS of the headers it was compiled with
};

/// Finds the note in the bytes of an ELF64 file without running any of it: program headers and PT_NOTE
/// segments only, every offset checked, for files that lie. Pure. [any thread] Errors: Invalid/"not_elf",
/// "wrong_machine", "malformed_elf", "no_note", "duplicate_note", "malformed_note".
Result<Note> read_note(std::string_view file);

/// Whether this host can load a plugin with that note. Errors: Invalid/"wrong_abi".
Result<Done> check_abi(const Note& note);

}  // namespace herald::plugins
