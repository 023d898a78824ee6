#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/records/declaration.hpp"
#include "host/records/write_set.hpp"

namespace herald::features {

inline constexpr std::size_t kMostRoutes = 64;
inline constexpr std::size_t kMostSchemas = 64;
inline constexpr std::size_t kMostFilters = 8;
inline constexpr std::size_t kMostNeeds = 8;
inline constexpr std::size_t kMostEvents = 32;
inline constexpr std::size_t kMostJobs = 8;
inline constexpr std::chrono::seconds kShortestJob{1};
inline constexpr std::chrono::seconds kLongestJob{std::chrono::days{31}};

struct QueryParameter {
  std::string name{};
  std::string schema{};    ///< JSON Schema
  std::string expected{};  ///< completes "expected …"
};

/// A route that the host serves for the plugin. [value]
struct SheetRoute {
  std::string id{};      ///< operation id
  std::string method{};  ///< GET, POST, PATCH, DELETE
  std::string path{};    ///< `{name}` matches one segment
  std::string permission{};
  std::string summary{};
  std::string request{};   ///< name of a schema; empty: no body
  std::string response{};  ///< name of a schema; empty: no body
  int status{200};
  bool idempotent{false};
  bool paged{false};
  std::vector<QueryParameter> query{};
};

/// Something that the host fetches for a filter: a record by id, or records by equal fields. A value that
/// begins with `/` points into the message and what was fetched before. [value]
struct Need {
  std::string as{};                                        ///< its name in the filter's input
  std::shared_ptr<const domain::Collection> collection{};  // with the sheet
  std::string id{};                                        ///< pointer; empty: by fields
  std::map<std::string, std::string> where{};              ///< field → pointer or JSON
  int limit{50};
};

enum class Stage : std::uint8_t { Render, Policy };

/// What holds for a message when a policy filter gives no answer that can be used.
enum class Conduct : std::uint8_t {
  Hold,    ///< it waits and the filter is asked again
  Refuse,  ///< it is refused
  Allow,   ///< it goes
};

struct SheetFilter {
  std::string name{};
  Stage stage{Stage::Render};
  std::string when{};              ///< member that the message must have; empty: every message
  Conduct conduct{Conduct::Hold};  ///< of a policy filter
  std::vector<Need> needs{};
};

/// Work that the host has a plugin do for every tenant, again and again. [value]
struct SheetJob {
  std::string name{};
  std::chrono::seconds every{};  ///< rounds are due at its whole multiples since 1970
};

/// What a feature plugin adds, read from its descriptor (sdk/FEATURES.md). [value]
struct Sheet {
  std::string plugin{};   ///< id
  std::string version{};  ///< of the plugin
  unsigned generation{0};
  std::vector<SheetRoute> routes{};
  std::map<std::string, std::string> schemas{};  ///< JSON Schema by name
  std::vector<SheetFilter> filters{};
  std::vector<std::string> events{};  ///< types of the journal that it wants to hear of
  std::vector<SheetJob> jobs{};
  records::Collections collections{};
};

/// What a plugin may have beyond its own corner. [value]
struct Grants {
  std::vector<std::string> prefixes{};  ///< of paths
  bool may_bind{false};
};

/// Reads a descriptor. Invalid/"bad_descriptor" with every problem. Slow: once per generation. [any thread]
Result<Sheet> read_sheet(std::string_view descriptor, const std::string& plugin, const Grants& grants);

}  // namespace herald::features
