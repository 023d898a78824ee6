#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/http/message.hpp"

namespace herald::api {

inline constexpr int kDefaultLimit = 50;
inline constexpr int kLargestLimit = 200;

/// The parameters of a list request, checked. [value]
struct Query {
  std::vector<http::Header> parameters{};
  int limit{kDefaultLimit};
  /// Empty when it was not sent.
  [[nodiscard]] std::string text(std::string_view name) const;
};

/// Invalid/"invalid_query", for what a topic finds wrong with its own parameters.
Error invalid_query(std::vector<Problem> problems);
/// Reads a query that may hold `known` names besides `limit` and `cursor`. Invalid/"invalid_query" with every
/// problem: unknown or repeated names, a limit outside 1–200. Pointers are /query/<name>.
Result<Query> read_query(std::string_view query, std::span<const std::string_view> known);
/// The instant that parameter `name` tells; nothing when it was not sent, or when it is none, which adds a
/// problem.
std::optional<Instant> read_instant(const Query& query, std::string_view name,
                                    std::vector<Problem>& problems);
/// For routes that take no parameters.
Result<Done> refuse_query(std::string_view query);
/// For POSTs that take no members: nothing, or an empty object.
Result<Done> refuse_body(std::string_view body);

}  // namespace herald::api
