#include "sdk/tools/plugin/elf_symbols.hpp"

namespace herald::kit {

std::string text_at(std::string_view names, std::uint64_t at) {
  if (at >= names.size()) return {};
  const auto end = names.find('\0', static_cast<std::size_t>(at));
  if (end == std::string_view::npos) return {};
  return std::string{names.substr(static_cast<std::size_t>(at), end - static_cast<std::size_t>(at))};
}

std::vector<Section> read_sections(std::string_view file, const Elf64_Ehdr& head) {
  std::vector<Section> sections;
  for (std::size_t i = 0; i < head.e_shnum; ++i) {
    const auto one = take<Elf64_Shdr>(file, head.e_shoff + i * sizeof(Elf64_Shdr));
    if (!one) break;
    const auto bytes = one->sh_type == SHT_NOBITS ? std::nullopt : part(file, one->sh_offset, one->sh_size);
    if (!bytes) continue;
    Section section{.type = one->sh_type, .bytes = *bytes};
    const auto linked = take<Elf64_Shdr>(file, head.e_shoff + one->sh_link * sizeof(Elf64_Shdr));
    if (linked && linked->sh_type == SHT_STRTAB)
      section.names = part(file, linked->sh_offset, linked->sh_size).value_or(std::string_view{});
    sections.push_back(section);
  }
  return sections;
}

void read_symbols(const Section& section, ElfFacts& facts) {
  for (std::size_t at = sizeof(Elf64_Sym); at + sizeof(Elf64_Sym) <= section.bytes.size();
       at += sizeof(Elf64_Sym)) {
    const auto symbol = *take<Elf64_Sym>(section.bytes, at);
    const std::string name = text_at(section.names, symbol.st_name);
    const auto binding = symbol.st_info >> 4U;
    if (symbol.st_shndx == SHN_UNDEF) {
      facts.imported.push_back(name);
    } else if (binding != STB_LOCAL && (symbol.st_other & 3U) == STV_DEFAULT) {
      facts.exported.push_back(name);
      if (binding == STB_GNU_UNIQUE) facts.unique.push_back(name);
    }
  }
}

void read_versions(const Section& section, ElfFacts& facts) {
  for (std::uint64_t at = 0, steps = 0; steps < 1000; ++steps) {
    const auto library = take<Elf64_Verneed>(section.bytes, at);
    if (!library) return;
    std::uint64_t aux_at = at + library->vn_aux;
    for (unsigned i = 0; i < library->vn_cnt; ++i) {
      const auto version = take<Elf64_Vernaux>(section.bytes, aux_at);
      if (!version) return;
      facts.versions.push_back(text_at(section.names, version->vna_name));
      aux_at += version->vna_next;
    }
    if (library->vn_next == 0) return;
    at += library->vn_next;
  }
}

}  // namespace herald::kit
