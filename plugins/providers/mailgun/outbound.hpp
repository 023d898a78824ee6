#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/providers/mailgun/account.hpp"
#include "plugins/providers/parts/address.hpp"

namespace herald::mailgun {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// A file whose bytes the host holds. [value]
struct Attachment {
  std::string blob{};  ///< empty for one that is only an URL
  std::string name{};
  std::string content_type{};
  std::uint64_t size{};  ///< bytes before any encoding
  enum class Place : std::uint8_t { Attached, Inline } place{Place::Attached};
};

/// A stored template of Mailgun. [value]
struct Template {
  std::string name{};
  std::string version{};
  std::string data{};                                         ///< JSON object, or empty
  enum class Text : std::uint8_t { No, Yes } text{Text::No};  ///< make a plain text of it too
};

/// An e-mail to send and what it is sent as. [value]
struct Outbound {
  std::int64_t now_ms{};
  std::string channel{};
  std::string type{};
  std::string attempt_ref{};
  provider::Mailbox to{};
  std::vector<provider::Mailbox> cc{};
  std::vector<provider::Mailbox> bcc{};
  provider::Mailbox from{};
  std::optional<provider::Mailbox> reply_to{};
  std::string subject{};
  std::string text{};
  std::string html{};
  std::string amp_html{};
  std::vector<Attachment> attachments{};
  Template stored{};
  Pairs headers{};
  Pairs variables{};
  std::vector<std::string> tags{};
  std::string recipient_data{};  ///< JSON object, or empty
  std::optional<std::int64_t> deliver_at_ms{};
  Pairs settings{};  ///< further `o:` parameters with their values
};

/// Reads the input of op `send`; the account's sender serves where the message names none. Throws
/// sdk::Failure when the input is no JSON object. [any thread]
Outbound read_outbound(std::string_view input, const Account& account);

}  // namespace herald::mailgun
