#include "host/plugins/note_reader.hpp"

#include <elf.h>
#include <herald/abi.h>

#include <cstring>
#include <optional>

#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

#if defined(__x86_64__)
constexpr Elf64_Half kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr Elf64_Half kMachine = EM_AARCH64;
#else
#error "name this machine's ELF number"
#endif
constexpr std::uint64_t kMostHeaders = 1024;

/// The `len` bytes at `off`; nothing when they reach beyond the end.
std::optional<std::string_view> slice(std::string_view bytes, std::uint64_t off, std::uint64_t len) {
  if (off > bytes.size() || len > bytes.size() - off) return std::nullopt;
  return bytes.substr(off, len);
}

/// Copies a structure out, since a file promises no alignment.
template <class T>
std::optional<T> read(std::string_view bytes, std::uint64_t off) {
  const auto raw = slice(bytes, off, sizeof(T));
  if (!raw) return std::nullopt;
  T value;
  std::memcpy(&value, raw->data(), sizeof(T));
  return value;
}

Error malformed(std::string_view expected) {
  return refusal("malformed_elf", expected, "a file that ends before");
}

Result<Elf64_Ehdr> read_header(std::string_view file) {
  if (file.substr(0, SELFMAG) != std::string_view{ELFMAG, SELFMAG})
    return refusal("not_elf", "an ELF shared library", "another kind of file");
  const auto header = read<Elf64_Ehdr>(file, 0);
  if (!header) return malformed("a complete ELF header");
  if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB)
    return refusal("wrong_machine", "64 bit, little endian", "another ELF class or byte order");
  if (header->e_machine != kMachine)
    return refusal("wrong_machine", "ELF machine " + std::to_string(kMachine),
                   "ELF machine " + std::to_string(header->e_machine));
  if (header->e_type != ET_DYN)
    return refusal("not_elf", "a shared library (ET_DYN)", "ELF type " + std::to_string(header->e_type));
  if (header->e_phentsize != sizeof(Elf64_Phdr) || header->e_phnum == 0 || header->e_phnum > kMostHeaders)
    return refusal("malformed_elf", "1 to 1024 program headers of 56 bytes",
                   std::to_string(header->e_phnum) + " of " + std::to_string(header->e_phentsize));
  return *header;
}

std::uint64_t padded(std::uint64_t size, std::uint64_t align) { return (size + align - 1) / align * align; }

/// A text that zero bytes fill up.
template <std::size_t N>
std::string text_in(const char (&field)[N]) {
  const std::string_view all{field, N};
  return std::string{all.substr(0, all.find('\0'))};
}

Result<Note> parse(std::string_view desc) {
  // Of another format only its number can be told; check_abi() refuses it.
  const auto format = read<std::uint32_t>(desc, 0);
  if (format && *format != HERALD_NOTE_FORMAT) return Note{.format = *format};
  static_assert(sizeof(herald_note_header) == HERALD_NOTE_HEADER_LEAST,
                "read a shorter header into a longer");
  const std::string least =
      "a note header of at least " + std::to_string(HERALD_NOTE_HEADER_LEAST) + " bytes";
  const auto header = read<herald_note_header>(desc, 0);
  if (!header) return refusal("malformed_note", least, std::to_string(desc.size()));
  // The header of a newer SDK is longer; what this host does not know of it is skipped.
  if (header->header_size < HERALD_NOTE_HEADER_LEAST || header->header_size > desc.size())
    return refusal("malformed_note", least + " inside its note", std::to_string(header->header_size));
  std::string_view manifest = desc.substr(header->header_size);
  if (!manifest.ends_with('\0'))
    return refusal("malformed_note", "a manifest that ends with a zero byte", "none");
  manifest.remove_suffix(1);
  if (manifest.empty() || manifest.size() > HERALD_MANIFEST_MAX)
    return refusal("malformed_note", "a manifest of 1 to 65536 bytes", std::to_string(manifest.size()));
  return Note{header->format, header->abi_major,     header->abi_minor_needed,
              header->flags,  std::string{manifest}, text_in(header->drafts)};
}

/// Looks for Herald's note in one segment and keeps it in `found`.
Result<Done> scan(std::string_view segment, std::uint64_t align, std::optional<Note>& found) {
  constexpr std::string_view kOwner{HERALD_NOTE_OWNER, sizeof(HERALD_NOTE_OWNER)};
  for (std::uint64_t at = 0; at < segment.size();) {
    const auto head = read<Elf64_Nhdr>(segment, at);
    if (!head) return malformed("a complete note header");
    const std::uint64_t name_at = at + sizeof(Elf64_Nhdr);
    // Alignment counts from the note's start, not from the name's: it matters when it is 8.
    const std::uint64_t desc_at = at + padded(sizeof(Elf64_Nhdr) + head->n_namesz, align);
    const auto name = slice(segment, name_at, head->n_namesz);
    const auto desc = slice(segment, desc_at, head->n_descsz);
    if (!name || !desc) return malformed("a complete note");
    if (*name == kOwner && head->n_type == HERALD_NOTE_TYPE) {
      if (found) return refusal("duplicate_note", "one Herald note", "several");
      auto note = parse(*desc);
      if (!note) return note.error();
      found = *std::move(note);
    }
    at += padded(desc_at - at + head->n_descsz, align);
  }
  return Done{};
}

}  // namespace

Result<Note> read_note(std::string_view file) {
  const auto header = read_header(file);
  if (!header) return header.error();
  // A file whose copying stopped half-way may still load: the linker puts the section headers last.
  if (!slice(file, header->e_shoff, std::uint64_t{header->e_shnum} * header->e_shentsize))
    return malformed("the section headers");
  std::optional<Note> found;
  for (std::uint64_t i = 0; i < header->e_phnum; ++i) {
    if (header->e_phoff > file.size()) return malformed("the program headers");
    const auto program = read<Elf64_Phdr>(file, header->e_phoff + i * sizeof(Elf64_Phdr));
    if (!program) return malformed("the program headers");
    if (program->p_type != PT_NOTE) continue;
    const auto segment = slice(file, program->p_offset, program->p_filesz);
    if (!segment) return malformed("the note segment");
    // The ABI allows 4 and 8; linkers write 0 or 1 too and mean 4.
    const auto scanned = scan(*segment, program->p_align == 8 ? 8 : 4, found);
    if (!scanned) return scanned.error();
  }
  if (!found) return refusal("no_note", "the note .note.herald.plugin (owner Herald, type 1)", "none");
  return *std::move(found);
}

Result<Done> check_abi(const Note& note) {
  if (note.format != HERALD_NOTE_FORMAT)
    return refusal("wrong_abi", "note format " + std::to_string(HERALD_NOTE_FORMAT),
                   std::to_string(note.format));
  const std::string host = std::to_string(HERALD_ABI_MAJOR) + '.' + std::to_string(HERALD_ABI_MINOR);
  if (note.abi_major != HERALD_ABI_MAJOR || note.abi_minor_needed > HERALD_ABI_MINOR)
    return refusal("wrong_abi", "a plugin for SDK " + host + " or an earlier minor of it",
                   std::to_string(note.abi_major) + '.' + std::to_string(note.abi_minor_needed));
  if ((note.flags & ~HERALD_NOTE_CXX_RUNTIME) != 0)
    return refusal("wrong_abi", "note flags this host knows", std::to_string(note.flags));
  return Done{};
}

}  // namespace herald::plugins
