#include "plugins/providers/mailgun/webhook.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/mailgun/account.hpp"
#include "plugins/providers/mailgun/event.hpp"
#include "plugins/providers/mailgun/inbound.hpp"
#include "plugins/providers/mailgun/signature.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/multipart.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::mailgun {
using namespace provider;
namespace {

using nlohmann::json;

Primitives primitives_of(const sdk::Crypto& crypto) {
  return {[&crypto](std::string_view key, std::string_view data) {
            return sdk::to_hex(crypto.hmac(sdk::Hash::Sha256, key, data));
          },
          [&crypto](std::string_view a, std::string_view b) { return crypto.equal(a, b); }};
}

/// Why the request is not to be believed.
std::optional<sdk::Reply> distrust(const sdk::Call& call, const Account& account, const Seal& seal) {
  const Trust trust{account.signing_keys, account.parent_key, account.tolerance_seconds, call.now_ms()};
  if (const auto reason = forgery(seal, trust, primitives_of(call.crypto())))
    return refused({"signature", *reason});
  return std::nullopt;
}

Digest digest_of(const sdk::Crypto& crypto) {
  return [&crypto](std::string_view data) { return sdk::to_hex(crypto.digest(sdk::Hash::Sha256, data)); };
}

/// The signature covers the token and not the rest: whoever repeats the token repeats the whole request.
sdk::Reply told(const Seal& seal, const Digest& sha256_hex, json events, std::string bytes) {
  const json once{{"kind", "once"}, {"dedupe_key", "token:" + sha256_hex(seal.token)}};
  events.insert(events.begin(), once);
  return {dumped({{"verdict", {{"kind", "events"}, {"events", std::move(events)}}}}), std::move(bytes)};
}

sdk::Reply read_event(const sdk::Call& call, const Account& account) {
  const json whole = json::parse(call.bytes, nullptr, false);
  if (!whole.is_object()) return refused({"unreadable", "expected a JSON object, found something else"});
  const json& signature = object_at(whole, "signature");
  const Seal seal{text_at(signature, "timestamp"), text_at(signature, "token"),
                  text_at(signature, "signature"), text_at(signature, "parent-signature")};
  if (auto verdict = distrust(call, account, seal)) return *std::move(verdict);
  const Digest sha256_hex = digest_of(call.crypto());
  json events = json::array();
  add_events(object_at(whole, "event-data"), account.sharing, sha256_hex, events);
  return told(seal, sha256_hex, std::move(events), {});
}

sdk::Reply read_mail(const sdk::Call& call, const Account& account, const std::vector<Part>& parts) {
  const Seal seal = seal_of(parts);
  if (auto verdict = distrust(call, account, seal)) return *std::move(verdict);
  const Digest sha256_hex = digest_of(call.crypto());
  std::string bytes;
  json events = inbound_events(parts, sha256_hex, bytes);
  return told(seal, sha256_hex, std::move(events), std::move(bytes));
}

}  // namespace

sdk::Reply plan_webhook(const sdk::Call& call) {
  const Account account = read_account(call.account);
  const std::string type = call.header("Content-Type");
  if (is_multipart(type)) {
    const auto parts = read_multipart(call.bytes, type);
    if (!parts) return refused({"unreadable", "expected multipart/form-data with its boundary"});
    return read_mail(call, account, *parts);
  }
  const std::string_view essence = trimmed(std::string_view(type).substr(0, type.find(';')));
  if (!sdk::same_name(essence, "application/x-www-form-urlencoded")) return read_event(call, account);
  std::vector<std::string> bytes;
  return read_mail(call, account, form_parts(call.bytes, bytes));
}

}  // namespace herald::mailgun
