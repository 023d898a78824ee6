#pragma once
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "host/domain/record_ports.hpp"
#include "host/json/document.hpp"

namespace herald::records {

inline constexpr std::size_t kMostWrites = 100;  ///< checks, and writes, of one set

/// The collections of one plugin, found by the name that it uses. [value]
using Collections = std::vector<std::shared_ptr<const domain::Collection>>;
/// Null when there is no such collection.
std::shared_ptr<const domain::Collection> find(const Collections& collections, const std::string& name);

/// Makes the id of an insert.
using MakeId = std::function<std::string()>;

/// Reads `checks` and `writes` of what a plugin answered (sdk/README.md, "Records"); other members are left
/// to the caller. The set still lacks tenant, origin and claim. Invalid/"bad_writes" with every problem. [any
/// thread]
Result<domain::WriteSet> read_writes(const json::Document& answer, const Collections& collections,
                                     const MakeId& make_id);

}  // namespace herald::records
