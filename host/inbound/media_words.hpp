#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "host/base/result.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/media.hpp"

namespace herald::inbound {

/// The plugin wants this request made to get at a file. [value]
struct MediaRequest {
  domain::OutboundRequest request{};
  bool media{false};                   ///< its 200 answer is the file
  std::optional<std::string> state{};  ///< nothing: as before
};
/// The plugin goes on with a request of this state. [value]
struct MediaContinue {
  std::string state{"{}"};
};
/// The file is there: the last answer, or these bytes of the plugin's reply. [value]
struct MediaFound {
  std::string content_type{};
  std::string name{};
  std::string sha256{};                ///< that it must have, lower-case hex; empty: not known
  std::optional<std::string> bytes{};  ///< nothing: the last answer
};
/// There is no file, or not now. [value]
struct MediaFailure {
  std::string code{};
  bool final{false};                                ///< trying again does not help
  std::optional<std::chrono::milliseconds> wait{};  ///< the provider's wish
};

using MediaStep = std::variant<MediaRequest, MediaContinue, MediaFound, MediaFailure>;
/// Reads plan()'s answer to op `fetch_media` (sdk/README.md); what breaks the contract is the failure
/// "bad_plan".
MediaStep read_media_plan(const domain::ProviderReply& reply);
/// Reads on_response()'s answer to it.
MediaStep read_media_answer(const domain::ProviderReply& reply);

/// The input document of op `fetch_media`.
std::string fetch_media_input(const domain::Medium& medium, Instant now);

}  // namespace herald::inbound
