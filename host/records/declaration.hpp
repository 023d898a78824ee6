#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/domain/records.hpp"
#include "host/json/document.hpp"

namespace herald::records {

inline constexpr std::size_t kMostFields = 30;
inline constexpr std::size_t kMostIndexes = 8;
inline constexpr std::size_t kMostCollections = 16;
inline constexpr std::size_t kLongestIndexed = 255;  ///< characters of a text in an index
/// Characters of all texts of one index: with the tenant's id they fit the 3072 bytes of an InnoDB key.
inline constexpr std::size_t kLongestIndex = 700;
inline constexpr std::size_t kLongestText = std::size_t{256} * 1024;

/// Who declares. [value]
struct Declarer {
  std::string id{};      ///< of the plugin, reverse DNS
  bool may_bind{false};  ///< to tables of the migrations: for plugins shipped with the host
};

/// The last step of a plugin's id, as it stands in tables and paths: "org.example.loyalty" is "loyalty".
/// Letters other than a–z, 0–9 become `_`.
std::string short_name(std::string_view plugin_id);

/// Reads the `collections` of a descriptor (sdk/README.md). Invalid/"bad_collections" with every problem, its
/// pointers into the array. [any thread]
Result<std::vector<std::shared_ptr<const domain::Collection>>> read_collections(const json::Document& array,
                                                                                const Declarer& declarer);

}  // namespace herald::records
