#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "plugins/providers/smtp/account.hpp"

namespace herald::smtp {

/// A file of the message; its bytes are the host's to write. [value]
struct File {
  std::string blob{};  ///< its name among segments of a write; empty: Herald has only an URL of it
  std::string content_type{};
  std::string name{};
  std::int64_t size{0};
  bool operator==(const File&) const = default;
};

/// An e-mail to send. [value]
struct Outbound {
  std::int64_t now_ms{0};
  int attempt_no{1};
  std::string attempt_ref{};
  Mailbox from{};
  Mailbox to{};
  std::vector<Mailbox> cc{};
  std::vector<Mailbox> bcc{};
  std::vector<Mailbox> reply_to{};
  std::string subject{};
  std::string text{};
  std::string html{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::vector<File> files{};
  bool operator==(const Outbound&) const = default;
};

/// Reads the input of op `send`; the account's sender serves where the message names none. Throws
/// sdk::Failure when the input is no JSON object. [any thread]
Outbound read_outbound(std::string_view input, const Account& account);

/// Everybody it goes to, each once, the addressee first.
std::vector<std::string> recipients_of(const Outbound& mail);

/// The address that bounces go to.
std::string return_path_of(const Outbound& mail, const Account& account);

/// Whether an address needs SMTPUTF8 (RFC 6531).
bool needs_utf8(const Outbound& mail, const Account& account);

/// Why a message cannot be sent at all. [value]
struct Flaw {
  std::string error_class{};
  std::string code{};
  std::string text{};
};
/// Judges it before the wire: addresses, injected header fields, bounds.
std::optional<Flaw> flaw_of(const Outbound& mail, const Account& account);

}  // namespace herald::smtp
