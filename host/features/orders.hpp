#pragma once
#include <functional>
#include <string>

#include "host/domain/effects.hpp"
#include "host/features/sheet.hpp"
#include "host/json/document.hpp"

namespace herald::features {

inline constexpr std::size_t kMostCommands = 20;                       ///< of one answer
inline constexpr std::size_t kLongestOrder = std::size_t{256} * 1024;  ///< bytes of a message that is ordered
inline constexpr std::size_t kLongestPublication = 4096;               ///< bytes of an event's data

/// Where an answer's commands come from. [value]
struct OrderContext {
  std::string key{};    ///< what their idempotency keys begin with: plugin/shard/seq
  std::string cause{};  ///< id of the request, event or run that led to them
  int depth{1};         ///< of what they lead to
  std::function<std::string()> make_id{};
};

/// Reads `commands` of what a plugin answered (sdk/FEATURES.md): messages to send, and events of the plugin's
/// own, which get types `x.<plugin>.<type>`. Internal/"bad_answer" with every problem. [any thread]
Result<domain::Effects> read_orders(const json::Document& answer, const Sheet& sheet,
                                    const OrderContext& context);

}  // namespace herald::features
