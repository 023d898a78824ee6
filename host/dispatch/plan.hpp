#pragma once
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host/base/result.hpp"
#include "host/dispatch/attached.hpp"
#include "host/domain/delivery_ports.hpp"

namespace herald::dispatch {

/// A plugin's verdict on a message (sdk/README.md, "Verdicts"). [value]
struct Verdict {
  std::string kind{};
  std::string provider_id{};
  std::string error_class{};
  std::string code{};
  std::string text{};
  std::string detail{};
  int segments{0};
  std::optional<domain::Cost> cost{};
  std::string address{};  ///< where the provider reached the person, when told
  std::optional<std::int64_t> after_ms{};
  std::string scope{};
};

/// A request that a plugin wants made.
struct Planned {
  domain::OutboundRequest request{};
  bool commits{true};
  std::vector<std::string> redact{};
  std::optional<std::string> state{};  ///< nothing: as before
  bool media{false};                   ///< its 200 answer is a file: it is saved, not shown to the plugin
  std::chrono::milliseconds keep{0};   ///< how long the answer may serve again, for others too
};

/// What plan() answered.
using Step = std::variant<Planned, Verdict>;
/// Reads it; `files` are those that the plan may put into its body. Internal/"bad_plan" when the plugin broke
/// its contract.
Result<Step> read_plan(const domain::ProviderReply& reply, std::span<const AttachedFile> files = {});

/// What on_response() answered: go on with this state, or a verdict.
struct Continue {
  std::string state{"{}"};
};
using Judged = std::variant<Continue, Verdict>;
Result<Judged> read_judgement(const domain::ProviderReply& reply);

}  // namespace herald::dispatch
