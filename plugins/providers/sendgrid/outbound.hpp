#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/providers/parts/address.hpp"
#include "plugins/providers/sendgrid/account.hpp"

namespace herald::sendgrid {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// A file whose bytes the host holds. [value]
struct Attachment {
  std::string blob{};  ///< empty for one that is only an URL
  std::string name{};
  std::string content_type{};
  std::uint64_t size{};                                                     ///< bytes before base64
  enum class Place : std::uint8_t { Beside, Inline } place{Place::Beside};  ///< shown by html as cid:NAME
};

/// An e-mail to send and what it is sent as. [value]
struct Outbound {
  std::string channel{};
  std::string type{};
  std::string attempt_ref{};
  provider::Mailbox to{};
  std::vector<provider::Mailbox> cc{};
  std::vector<provider::Mailbox> bcc{};
  provider::Mailbox from{};
  std::vector<provider::Mailbox> reply_to{};
  enum class Replies : std::uint8_t { One, List, Both } replies{Replies::One};  ///< which option named them
  std::string subject{};
  std::string text{};
  std::string html{};
  std::string amp_html{};
  std::string calendar{};  ///< an invitation, text/calendar
  std::vector<Attachment> attachments{};
  Pairs headers{};
  Pairs custom_args{};
  std::vector<std::string> categories{};
  std::string template_id{};
  std::string template_data{};  ///< JSON object, or empty
  std::string unsubscribe{};    ///< JSON object `asm`, or empty
  std::string ip_pool{};
  std::optional<bool> click_tracking{};
  std::optional<bool> open_tracking{};
  std::optional<bool> subscription_tracking{};
};

/// Reads the input of op `send`; the account's sender serves where the message names none. Throws
/// sdk::Failure when the input is no JSON object. [any thread]
Outbound read_outbound(std::string_view input, const Account& account);

}  // namespace herald::sendgrid
