#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/form.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::twilio {

/// A message to send and what it is sent as. [value]
struct Outbound {
  std::string channel{};
  std::string type{};
  std::string to{};       ///< E.164, or a user of WhatsApp without a number
  std::string from{};     ///< E.164, short code or name; empty when only the service decides
  std::string service{};  ///< sid of the messaging service, or empty
  std::string text{};
  std::vector<std::string> media{};  ///< URLs; empty text stands for an attachment without URL
  std::string status_callback{};     ///< with our `ref`, or empty
  std::string content_sid{};
  std::string place{};                       ///< of a LOCATION, as PersistentAction has it; or empty
  std::optional<std::int64_t> send_at_ms{};  ///< when Twilio is to send it
  std::int64_t now_ms{};
  provider::Fields options{};  ///< further parameters, in wire order
};

/// True for a message of WhatsApp, whose addresses go out with a prefix. [any thread]
bool on_whatsapp(const Outbound& message);

/// Reads the input of op `send`; `default_sender` serves where the message names none. Throws sdk::Failure
/// when the input is no JSON object. [any thread]
Outbound read_outbound(std::string_view input, const std::string& default_sender);

/// Twilio's limits, before the wire. Nothing when the message may go. [any thread]
std::optional<provider::Refusal> refusal_of(const Outbound& message);

/// The parameters of POST …/Messages.json, in wire order. [any thread]
provider::Fields parameters_of(const Outbound& message);

}  // namespace herald::twilio
