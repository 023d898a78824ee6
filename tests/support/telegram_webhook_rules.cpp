#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "tests/support/telegram_rules.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using Complaint = std::optional<TelegramError>;

constexpr std::array<TelegramParameter, 1> kDeleteParameters{{
    {"drop_pending_updates", [](const json& v) { return v.is_boolean(); }},
}};
constexpr std::array<TelegramParameter, 5> kSetParameters{{
    {"url", [](const json& v) { return v.is_string(); }},
    {"ip_address", [](const json& v) { return v.is_string(); }},
    {"max_connections", [](const json& v) { return v.is_number_integer() && v >= 1 && v <= 100; }},
    {"allowed_updates", are_update_kinds},
    {"secret_token", [](const json& v) { return v.is_string() && !v.get_ref<const std::string&>().empty(); }},
}};

Complaint check_secret(const std::string& secret) {
  if (secret.size() > 256)
    return telegram_bad("secret token is too long", "a secret of at most 256 characters");
  const bool plain = std::ranges::all_of(secret, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (!plain)
    return telegram_bad("secret token contains unallowed characters", "A-Z a-z 0-9 _ - in the secret");
  return std::nullopt;
}

/// The port of an https URL, "443" when it names none.
std::string port_of(const std::string& url) {
  const std::string authority = url.substr(8, url.find_first_of("/?#", 8) - 8);
  const auto colon = authority.rfind(':');
  return colon == std::string::npos ? "443" : authority.substr(colon + 1);
}

Complaint check_url(const std::string& url) {
  if (url.empty()) return std::nullopt;  // removes it
  if (!url.starts_with("https://") || url.size() == 8)
    return telegram_bad("bad webhook: An HTTPS URL must be provided for webhook", "a URL of https");
  const std::string port = port_of(url);
  if (port != "443" && port != "80" && port != "88" && port != "8443")
    return telegram_bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
                        "port 443, 80, 88 or 8443");
  return std::nullopt;
}

}  // namespace

Complaint check_telegram_webhook(const TelegramCall& call) {
  const json& body = call.parameters;
  if (call.method == "deleteWebhook") return check_telegram_parameters(body, {kDeleteParameters});
  if (auto wrong = check_telegram_parameters(body, {kSetParameters, kDeleteParameters})) return wrong;
  if (!body.contains("url")) return telegram_bad("bad webhook: no URL", "url is required");
  if (!body.contains("allowed_updates"))
    return telegram_bad("allowed_updates", "allowed_updates sticks and is always said");
  if (auto wrong = check_secret(body.value("secret_token", ""))) return wrong;
  return check_url(body.at("url"));
}

}  // namespace herald::test
