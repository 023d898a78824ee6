#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "host/base/result.hpp"
#include "host/domain/ids.hpp"

namespace herald::plugins {

/// The inputs of one step of a provider; the JSON shapes are in sdk/README.md. [value]
struct ProviderCall {
  domain::TenantId tenant{};  ///< never empty
  std::string op{};
  std::string input{"{}"};    ///< JSON object
  std::string bytes{};        ///< foreign bytes, e.g. a webhook's raw body
  std::string account{"{}"};  ///< JSON object with secrets: never log it
  std::string state{"{}"};    ///< JSON object
};

/// A provider's complete HTTP answer. [value]
struct ProviderResponse {
  int status{};
  std::string headers_json{"[]"};  ///< [["Name","value"], …]
  std::string body{};
};

/// Something that happened on a connection which the host owns. [value]
struct StreamHappening {
  std::int32_t kind{};     ///< HERALD_STREAM_…
  std::string info{"{}"};  ///< JSON object
  std::string bytes{};
};

/// What a step answered. [value]
struct Reply {
  std::string json{};
  std::string bytes{};  ///< what ranges in json point into
  bool operator==(const Reply&) const = default;
};

/// Called exactly once. Must not block.
using ReplyDone = std::function<void(Result<Reply>)>;

}  // namespace herald::plugins
