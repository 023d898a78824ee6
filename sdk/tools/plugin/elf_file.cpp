#include "sdk/tools/plugin/elf_file.hpp"

#include <elf.h>
#include <herald/abi.h>
#include <fstream>
#include <sstream>

#include <algorithm>
#include <cstring>
#include <optional>

#include "sdk/tools/plugin/elf_symbols.hpp"

namespace herald::kit {
namespace {

std::size_t padded(std::size_t size) { return (size + 3) / 4 * 4; }

/// What follows the name of a Herald note.
void read_descriptor(std::string_view text, ElfNote& note) {
  const auto head = take<herald_note_header>(text, 0);
  if (!head || head->header_size < HERALD_NOTE_HEADER_LEAST || head->header_size > text.size()) {
    note.problem = "expected a header of at least " + std::to_string(HERALD_NOTE_HEADER_LEAST) +
                   " bytes inside its note, found " + std::to_string(head ? head->header_size : text.size());
    return;
  }
  note.format = head->format;
  note.abi_major = head->abi_major;
  note.abi_minor_needed = head->abi_minor_needed;
  note.flags = head->flags;
  text.remove_prefix(head->header_size);
  if (text.empty() || text.back() != '\0') {
    note.problem = "expected a manifest that ends with one zero byte, found another end";
  } else {
    note.manifest = text.substr(0, text.size() - 1);
    if (note.manifest.find('\0') != std::string::npos)
      note.problem = "expected one zero byte at the end of the manifest, found one inside";
  }
}

void read_notes(std::string_view segment, std::uint64_t offset, std::vector<ElfNote>& notes) {
  for (std::size_t at = 0; at + sizeof(Elf64_Nhdr) <= segment.size();) {
    const auto head = *take<Elf64_Nhdr>(segment, at);
    const std::size_t name_at = at + sizeof(Elf64_Nhdr);
    const std::size_t text_at = name_at + padded(head.n_namesz);
    const auto name = part(segment, name_at, head.n_namesz), text = part(segment, text_at, head.n_descsz);
    if (!name || !text) return;
    if (*name == std::string_view{HERALD_NOTE_OWNER, sizeof(HERALD_NOTE_OWNER)}) {
      ElfNote note{.type = head.n_type, .address = offset + at};
      read_descriptor(*text, note);
      notes.push_back(std::move(note));
    }
    at = text_at + padded(head.n_descsz);
  }
}

void read_segment(std::string_view file, const Elf64_Phdr& one, ElfFacts& facts) {
  const bool executable = (one.p_flags & PF_X) != 0, writable = (one.p_flags & PF_W) != 0;
  if (one.p_type == PT_INTERP) facts.runs_as_program = true;
  if (one.p_type == PT_GNU_RELRO) facts.relro = true;
  if (one.p_type == PT_LOAD && executable && writable) facts.writable_code = true;
  if (one.p_type == PT_GNU_STACK) {
    facts.stack_note = true;
    facts.executable_stack = executable;
  }
  if (one.p_type == PT_NOTE)
    if (const auto segment = part(file, one.p_offset, one.p_filesz))
      read_notes(*segment, one.p_offset, facts.notes);
}

/// The dynamic entries, with the text table they name.
void read_dynamic(std::string_view entries, std::string_view names, ElfFacts& facts) {
  for (std::size_t at = 0; at + sizeof(Elf64_Dyn) <= entries.size(); at += sizeof(Elf64_Dyn)) {
    const auto entry = *take<Elf64_Dyn>(entries, at);
    const std::uint64_t value = entry.d_un.d_val;
    switch (entry.d_tag) {
      case DT_NULL:
        return;
      case DT_NEEDED:
        facts.needed.push_back(text_at(names, value));
        break;
      case DT_RPATH:
      case DT_RUNPATH:
        facts.search_path = text_at(names, value);
        break;
      case DT_BIND_NOW:
        facts.bind_now = true;
        break;
      case DT_TEXTREL:
        facts.text_relocations = true;
        break;
      case DT_FLAGS:
        facts.bind_now = facts.bind_now || (value & DF_BIND_NOW) != 0;
        facts.text_relocations = facts.text_relocations || (value & DF_TEXTREL) != 0;
        break;
      case DT_FLAGS_1:
        facts.bind_now = facts.bind_now || (value & DF_1_NOW) != 0;
        facts.no_delete = (value & DF_1_NODELETE) != 0;
        break;
      default:
        break;
    }
  }
}

}  // namespace

ElfFacts read_elf(std::string_view file) {
  ElfFacts facts;
  const auto head = take<Elf64_Ehdr>(file, 0);
  if (!head || std::memcmp(head->e_ident, ELFMAG, SELFMAG) != 0) {
    facts.problem = "expected an ELF file, found none";
    return facts;
  }
  if (head->e_ident[EI_CLASS] != ELFCLASS64 || head->e_ident[EI_DATA] != ELFDATA2LSB ||
      (head->e_machine != EM_X86_64 && head->e_machine != EM_AARCH64)) {
    facts.problem = "expected a 64-bit little-endian file of this machine, found another kind";
    return facts;
  }
  facts.shared_object = head->e_type == ET_DYN;
  for (std::size_t i = 0; i < head->e_phnum; ++i)
    if (const auto one = take<Elf64_Phdr>(file, head->e_phoff + i * sizeof(Elf64_Phdr)))
      read_segment(file, *one, facts);
    else
      facts.problem = "expected program headers inside the file, found them beyond its end";
  for (const Section& section : read_sections(file, *head)) {
    if (section.type == SHT_DYNAMIC) read_dynamic(section.bytes, section.names, facts);
    if (section.type == SHT_DYNSYM) read_symbols(section, facts);
    if (section.type == SHT_GNU_verneed) read_versions(section, facts);
  }
  return facts;
}

ElfFacts read_elf_file(const std::filesystem::path& file) {
  std::ostringstream bytes;
  bytes << std::ifstream{file, std::ios::binary}.rdbuf();
  return read_elf(std::move(bytes).str());
}

std::string manifest_text(const std::filesystem::path& file) {
  const ElfFacts facts = read_elf_file(file);
  return facts.notes.empty() ? "" : facts.notes.front().manifest;
}

}  // namespace herald::kit
