#pragma once
#include <span>
#include <string_view>

namespace herald::api {

/// A query parameter. `expected` completes "expected …" in problems and describes it in the document. [value]
struct Parameter {
  std::string_view name;
  std::string_view schema;  ///< JSON Schema, may refer to `#/$defs/<name of schemas.hpp>`
  std::string_view expected;
};

/// Of a parameter that is a time; the month and the day are the handler's to check.
inline constexpr std::string_view kTimeSchema =
    R"({"type":"string","format":"date-time","maxLength":64,"pattern":"^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}"})";
inline constexpr std::string_view kTimeWanted =
    "a time like 2026-01-31T09:30:00Z (RFC 3339), with + written as %2B";

/// What the OpenAPI document says about a route, and what its requests are held against. Schemas go by their
/// name in schemas.hpp; a path parameter `{channel_id}` has the schema `ChannelId`. [value]
struct Operation {
  std::string_view id{};  ///< unique, camelCase; empty: not part of the document (the local socket)
  std::string_view summary{};
  std::string_view request{};   ///< of the JSON body; empty: the body is not looked at
  bool optional_body{false};    ///< the handler then sees null
  std::string_view response{};  ///< of the JSON answer; empty: none, or not JSON
  int status{200};              ///< of success
  std::span<const Parameter> query{};
  bool any_query{false};   ///< the query is somebody else's, and is not looked at
  bool paged{false};       ///< also takes `limit` and `cursor`
  bool idempotent{false};  ///< takes the header Idempotency-Key
  bool upload{false};      ///< the body is a file of any type, and may be large
  bool download{false};    ///< the answer is a file of any type
};

/// One schema of the document. [value]
struct NamedSchema {
  std::string_view name;
  std::string_view text;
};

}  // namespace herald::api
