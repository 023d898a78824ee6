#include "host/plugins/exports.hpp"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>

#include <cstdint>

namespace herald::plugins {
namespace {

/// What of the dynamic section leads to the exported symbols. Borrowed from the mapping. [value]
struct Tables {
  const Elf64_Sym* symbols{};
  const char* names{};
  const std::uint32_t* hash{};
};

Tables tables_of(const link_map& map) {
  Tables found;
  for (const Elf64_Dyn* entry = map.l_ld; entry->d_tag != DT_NULL; ++entry) {
    const auto* const at = reinterpret_cast<const void*>(entry->d_un.d_ptr);
    if (entry->d_tag == DT_SYMTAB) found.symbols = static_cast<const Elf64_Sym*>(at);
    if (entry->d_tag == DT_STRTAB) found.names = static_cast<const char*>(at);
    if (entry->d_tag == DT_GNU_HASH) found.hash = static_cast<const std::uint32_t*>(at);
  }
  return found;
}

}  // namespace

std::vector<std::string> exported_names(void* handle) {
  link_map* map = nullptr;
  if (handle == nullptr || ::dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0 || map->l_ld == nullptr) return {};
  const Tables tables = tables_of(*map);
  if (tables.symbols == nullptr || tables.names == nullptr || tables.hash == nullptr) return {};
  // The table of GNU_HASH: four numbers, a filter of 64 bit words, buckets, and one chain word per symbol.
  const std::uint32_t buckets = tables.hash[0];
  const std::uint32_t first = tables.hash[1];
  const std::uint32_t* const heads = tables.hash + 4 + std::size_t{2} * tables.hash[2];
  const std::uint32_t* const chains = heads + buckets;
  std::vector<std::string> names;
  for (std::uint32_t bucket = 0; bucket < buckets; ++bucket) {
    std::uint32_t symbol = heads[bucket];
    if (symbol < first) continue;  // an empty bucket
    do names.emplace_back(tables.names + tables.symbols[symbol].st_name);
    while ((chains[symbol++ - first] & 1U) == 0);
  }
  return names;
}

}  // namespace herald::plugins
