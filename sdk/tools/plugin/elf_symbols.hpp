#pragma once
#include <elf.h>

#include <cstring>
#include <optional>

#include "sdk/tools/plugin/elf_file.hpp"

namespace herald::kit {

/// A part of the file, or nothing when it leaves the file.
inline std::optional<std::string_view> part(std::string_view file, std::uint64_t at, std::uint64_t size) {
  if (at > file.size() || size > file.size() - at) return std::nullopt;
  return file.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
}

/// A structure of the file, or nothing when it leaves the file.
template <class T>
std::optional<T> take(std::string_view file, std::uint64_t at) {
  const auto bytes = part(file, at, sizeof(T));
  if (!bytes) return std::nullopt;
  T value;
  std::memcpy(&value, bytes->data(), sizeof(T));
  return value;
}

/// The text that begins there and ends with a zero byte; empty when there is none.
std::string text_at(std::string_view names, std::uint64_t at);

/// A section and the text table it is linked to. Views into the file. [value]
struct Section {
  std::uint32_t type{};
  std::string_view bytes{}, names{};
};
std::vector<Section> read_sections(std::string_view file, const Elf64_Ehdr& head);

void read_symbols(const Section& section, ElfFacts& facts);
void read_versions(const Section& section, ElfFacts& facts);

}  // namespace herald::kit
