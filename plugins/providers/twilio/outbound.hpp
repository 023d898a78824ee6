#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/twilio/form.hpp"

namespace herald::twilio {

/// A message to send and what it is sent as. [value]
struct Outbound {
  std::string channel{};
  std::string type{};
  std::string to{};
  std::string from{};     ///< E.164, short code or name; empty when only the service decides
  std::string service{};  ///< sid of the messaging service, or empty
  std::string text{};
  std::vector<std::string> media{};  ///< URLs; empty text stands for an attachment without URL
  std::string status_callback{};     ///< with our `ref`, or empty
  std::string content_sid{};
  Fields options{};  ///< further parameters, in wire order
};

/// Why a message cannot be put to Twilio at all. [value]
struct Refusal {
  std::string error_class{};
  std::string code{};
  std::string text{};
};

/// Reads the input of op `send`; `default_sender` serves where the message names none. Throws sdk::Failure
/// when the input is no JSON object. [any thread]
Outbound read_outbound(std::string_view input, const std::string& default_sender);

/// Twilio's limits, before the wire. Nothing when the message may go. [any thread]
std::optional<Refusal> refusal_of(const Outbound& message);

/// The parameters of POST …/Messages.json, in wire order. [any thread]
Fields parameters_of(const Outbound& message);

}  // namespace herald::twilio
