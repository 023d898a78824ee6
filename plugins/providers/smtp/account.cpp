#include "plugins/providers/smtp/account.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "plugins/providers/smtp/json_text.hpp"

namespace herald::smtp {
namespace {

using nlohmann::json;

constexpr std::uint16_t kSubmission = 587;
constexpr std::uint16_t kSubmissions = 465;
constexpr std::uint16_t kRelay = 25;
constexpr std::size_t kLongestSecret = 255;

Security security_of(const std::string& word) {
  if (word == "implicit") return Security::Implicit;
  return word == "none" ? Security::None : Security::StartTls;
}

std::uint16_t port_of(const json& config, Security tls) {
  const auto found = config.find("port");
  if (found != config.end() && found->is_number_integer()) {
    const auto port = found->get<std::int64_t>();
    return port >= 1 && port <= 65'535 ? static_cast<std::uint16_t>(port) : std::uint16_t{0};
  }
  if (tls == Security::Implicit) return kSubmissions;
  return tls == Security::None ? kRelay : kSubmission;
}

bool is_loopback(const std::string& host) {
  constexpr std::array<std::string_view, 3> kNames{"localhost", "127.0.0.1", "::1"};
  return std::ranges::find(kNames, host) != kNames.end();
}

/// No blanks and no control characters: it stands in a command line.
bool is_word(const std::string& text) {
  return !text.empty() && text.size() <= kLongestSecret &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

Account read_account(std::string_view text) {
  const json account = object_of(text, "account");
  const json& config = object_at(account, "config");
  Account read{.host = text_at(config, "host"),
               .tls = security_of(text_at(config, "tls")),
               .user = text_at(account, "account_id"),
               .password = text_at(account, "api_secret"),
               .mechanism = text_at(config, "auth"),
               .helo = text_at(config, "helo"),
               .sender = read_mailbox(text_at(account, "sender_id")),
               .return_path = text_at(config, "return_path")};
  read.port = port_of(config, read.tls);
  if (const std::string name = text_at(config, "from_name"); !name.empty()) read.sender.name = name;
  const auto plain = config.find("plain_auth");
  if (plain != config.end() && plain->is_boolean() && plain->get<bool>() && is_loopback(read.host))
    read.plain_auth = PlainAuth::Allowed;
  const auto reports = config.find("delivery_reports");
  if (reports != config.end() && reports->is_boolean() && reports->get<bool>())
    read.reports = DeliveryReports::OfAll;
  if (read.helo.empty() && is_email(read.sender.email) && !is_wide(read.sender.email))
    read.helo = domain_of(read.sender.email);
  return read;
}

std::vector<AccountProblem> problems_of(const Account& account) {
  std::vector<AccountProblem> problems;
  const auto unless = [&](bool fine, const char* pointer, const char* text) {
    if (!fine) problems.push_back({pointer, text});
  };
  unless(is_word(account.host), "/config/host", "expected the name or address of the mail server");
  unless(account.port != 0, "/config/port", "expected a port from 1 to 65535");
  unless(account.user.empty() == account.password.empty(), "/api_secret",
         "expected account_id (user) and api_secret (password) together, or neither");
  unless(account.user.size() <= kLongestSecret && account.password.size() <= kLongestSecret &&
             account.user.find('\0') == std::string::npos && account.password.find('\0') == std::string::npos,
         "/api_secret", "expected a user and a password of at most 255 bytes without NUL");
  unless(account.tls != Security::None || account.user.empty() || account.plain_auth == PlainAuth::Allowed,
         "/config/tls",
         "expected starttls or implicit, since a password must not travel in the clear; plain_auth allows it "
         "on the loopback");
  unless(account.sender.email.empty() || is_email(account.sender.email), "/sender_id",
         "expected an e-mail address");
  unless(account.helo.empty() || is_word(account.helo), "/config/helo", "expected the name of this machine");
  unless(account.return_path.empty() || is_email(account.return_path), "/config/return_path",
         "expected an e-mail address");
  return problems;
}

}  // namespace herald::smtp
