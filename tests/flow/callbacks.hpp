#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tests/flow/house.hpp"

namespace herald::test {

/// What a provider sends: signed as the documents of the sandbox and of Twilio want it. [value]
struct SandboxCallback {
  std::string channel{};
  std::string body{};
  std::string token{"sandbox-token"};
  std::string provider{"sandbox"};  ///< in the path
};
HttpReply call_back(const Daemon& daemon, const SandboxCallback& callback);

/// `{"events":[…]}` of the sandbox.
std::string sandbox_events(const nlohmann::json& events);

/// A message that somebody sent to the Twilio number of that house, as Twilio's webhook tells it.
struct TwilioInbound {
  std::string from{};
  std::string text{};
  std::string sid{};
  std::string token{};  ///< empty: the account's
  std::string media_url{};
  std::string channel{};  ///< whose callback it is; empty: the house's twilio channel
};
HttpReply call_back(const House& house, const TwilioInbound& inbound);

/// The generic form: hex HMAC-SHA256 of the body.
struct GenericCallback {
  std::string tenant{};
  std::string body{};
  std::string secret{"0123456789abcdef0123456789abcdef"};
  std::string provider{"sandbox"};
};
HttpReply call_back(const Daemon& daemon, const GenericCallback& callback);

/// The id of the tenant that a channel belongs to, from the operator's list.
std::string tenant_of(const Daemon& daemon, const std::string& channel);

/// A client of that tenant that may read and replay the log of callbacks.
Tenant webhook_reader(const Daemon& daemon, const std::string& tenant);

}  // namespace herald::test
