#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/whatsapp/error_table.hpp"

namespace herald::whatsapp {

/// An error of the Graph API, of an answer or a webhook. [value]
struct GraphError {
  std::optional<int> code{};  ///< nothing where there is none
  std::string text{};         ///< as Meta says it; it may hold numbers
  std::string trace{};        ///< fbtrace_id, which Meta's support asks for
  bool transient{};           ///< Meta says that it will pass
};

/// Reads the object: `code` as number or text, `error_data` as object or text. [any thread]
GraphError read_graph_error(const nlohmann::json& error);

/// The `error` of a body; one without code where there is none. [any thread]
GraphError error_in(std::string_view body);

/// The text made fit for storage, with the trace. Empty without a text. [any thread]
std::string shown(const GraphError& error, const std::vector<std::string>& secrets);

/// What an error says where its text counts too: of a weblink that is busy (131052, 131053), and what will
/// pass by Meta's word. [any thread]
Failure failure_of(const GraphError& error);

/// True when the text names that object. [any thread]
bool names(const GraphError& error, std::string_view id);

}  // namespace herald::whatsapp
