#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace herald::aws_sns {

/// What a topic sends to its subscribers.
enum class NoticeKind : std::uint8_t { Notification, Subscription, Unsubscription };

/// The envelope of a notification or confirmation, before anything of it is believed. [value]
struct Notice {
  NoticeKind kind{NoticeKind::Notification};
  std::string type{};  ///< the word for the kind
  std::string message_id{};
  std::string topic_arn{};
  std::optional<std::string> subject{};
  std::string message{};
  std::string timestamp{};
  std::string signature_version{};
  std::string signature{};  ///< base64
  std::string certificate_url{};
  std::string token{};          ///< of confirmations
  std::string subscribe_url{};  ///< of confirmations
  bool operator==(const Notice&) const = default;
};

/// Reads an envelope; nothing where a member is missing, no text, empty or, but for the message, of more than
/// one line, so that what is signed can be read in one way only. [any thread]
/// Source: docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html.
std::optional<Notice> read_notice(std::string_view body);

/// What the signature covers. [any thread]
/// Source: docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html.
std::string signed_text(const Notice& notice);

}  // namespace herald::aws_sns
