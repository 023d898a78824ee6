#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/vonage/account.hpp"

namespace herald::vonage {

/// A file that Vonage fetches by itself. [value]
struct Medium {
  std::string url{};  ///< empty for a file whose bytes only the host has
  std::string name{};
  std::string content_type{};
};

/// A place on the map, as WhatsApp has it. [value]
struct Place {
  double latitude{};
  double longitude{};
  std::string name{};
  std::string address{};
};

/// A template of WhatsApp, stored there. [value]
struct Template {
  std::string name{};  ///< with its namespace
  std::vector<std::string> parameters{};
  std::string locale{};
};

/// A message to send and what it is sent as. [value]
struct Outbound {
  std::string channel{};
  std::string type{};
  SmsApi api{SmsApi::Sms};     ///< what is no SMS of text goes through the Messages API
  std::string wire_channel{};  ///< sms, mms (files on channel SMS) or whatsapp
  std::string wire_type{};     ///< message_type of the Messages API
  std::string to{};            ///< as Herald writes it
  std::string from{};          ///< as Herald writes it; the channel's own where the message names none
  std::string text{};
  std::string attempt_ref{};
  std::string callback_url{};
  std::vector<Medium> media{};
  Template stored{};
  std::optional<Place> place{};
  bool sticker{};
  std::string context{};  ///< message_uuid that is answered
  std::optional<std::int64_t> ttl_seconds{};
  std::optional<std::int64_t> sms_class{};
  std::string account_ref{};
  std::string entity_id{};
  std::string content_id{};
  std::string pool_id{};
  std::optional<bool> trusted_recipient{};
  std::optional<bool> trusted_number{};
  std::vector<std::string> options{};  ///< names of all that were given
};

/// Reads the input of op `send`. Throws sdk::Failure when it is no JSON object. [any thread]
Outbound read_outbound(std::string_view input, const Account& account);

/// What of a message's callbacks says how many parts it has: the attempt's reference, for messages of several
/// parts with a slash and their number. Empty when it would be longer than the 40 characters that Vonage
/// repeats. [any thread]
std::string client_ref(std::string_view attempt_ref, int parts);

/// The parts of client_ref, read back; the whole text and one part for what was not made so. [value]
struct Ref {
  std::string attempt_ref{};
  int parts{1};
};
Ref read_client_ref(std::string_view text);

}  // namespace herald::vonage
