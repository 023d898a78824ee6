#include "host/plugins/library.hpp"

#include <algorithm>
#include <boost/dll/shared_library.hpp>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "host/plugins/exports.hpp"
#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

constexpr std::uint32_t kLargestTable = 4096;
constexpr std::size_t kLongestList = 200;  // bytes

/// Keeps every library mapped to the end of the process, past static destruction: the vector is never
/// destroyed.
void keep(boost::dll::shared_library library) {
  static std::mutex guard;
  static auto* const kept = std::make_unique<std::vector<boost::dll::shared_library>>().release();
  const std::scoped_lock lock{guard};
  kept->push_back(std::move(library));
}

/// The one name a plugin may offer: others could take the place of another plugin's.
Result<Done> check_exports(const std::vector<std::string>& names) {
  if (std::ranges::find(names, HERALD_ENTRY_SYMBOL) == names.end())
    return refusal("no_entry", "the exported function " HERALD_ENTRY_SYMBOL, "none");
  std::string others;
  for (const std::string& name : names)
    if (name != HERALD_ENTRY_SYMBOL && others.size() < kLongestList) others += ' ' + name;
  if (others.empty()) return Done{};
  return refusal("exports_more",
                 HERALD_ENTRY_SYMBOL " as the one exported symbol (herald_add_plugin does it)",
                 std::to_string(names.size() - 1) + " more:" + printable(others));
}

}  // namespace

Result<const herald_entry*> load_entry(const std::filesystem::path& staged) {
  try {
    namespace dll = boost::dll;
    // The overload that throws keeps the loader's words; the other one loses them.
    dll::shared_library library{staged, dll::load_mode::rtld_now | dll::load_mode::rtld_local};
    if (auto checked = check_exports(exported_names(library.native())); !checked) {
      keep(std::move(library));
      return checked.error();
    }
    const auto& entry = library.get<const herald_entry*()>(HERALD_ENTRY_SYMBOL);
    const herald_entry* table = entry();
    keep(std::move(library));
    return table;
  } catch (const std::exception& failure) {
    return refusal("not_loadable", "a library that the loader accepts", failure.what());
  }
}

Result<Done> check_table(std::string_view what, std::uint32_t struct_size, std::size_t least) {
  if (struct_size >= least && struct_size <= kLargestTable) return Done{};
  return refusal("bad_entry", std::string{what} + " of " + std::to_string(least) + " to 4096 bytes",
                 std::to_string(struct_size));
}

Result<Done> check_entry(const herald_entry* entry, std::string_view manifest) {
  if (entry == nullptr) return refusal("bad_entry", "an entry table", "null");
  auto sized = check_table("an entry table", entry->struct_size, HERALD_ENTRY_LEAST);
  if (!sized) return sized;
  if (entry->abi_minor > HERALD_ABI_MINOR)
    return refusal("wrong_abi", "minor " + std::to_string(HERALD_ABI_MINOR) + " or lower",
                   std::to_string(entry->abi_minor));
  if (entry->open == nullptr || entry->close == nullptr || entry->get_interface == nullptr)
    return refusal("bad_entry", "open, close and get_interface", "a null function");
  if (entry->manifest.data == nullptr || entry->manifest.len != manifest.size() ||
      std::string_view{entry->manifest.data, manifest.size()} != manifest)
    return refusal("manifest_differs", "the note's manifest in the entry table", "another text");
  return Done{};
}

}  // namespace herald::plugins
