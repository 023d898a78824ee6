#include "plugins/providers/sendgrid/webhook.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/multipart.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/sendgrid/account.hpp"
#include "plugins/providers/sendgrid/batch.hpp"
#include "plugins/providers/sendgrid/inbound.hpp"
#include "plugins/providers/sendgrid/signature.hpp"

namespace herald::sendgrid {
using namespace provider;
namespace {

using nlohmann::json;

Primitives primitives_of(const sdk::Crypto& crypto) {
  return {[&crypto](std::string_view text) -> std::optional<std::string> {
            try {
              return crypto.base64_decode(text);
            } catch (const sdk::Failure&) {
              return std::nullopt;  // a stranger's malformed header is a forgery, not our failure
            }
          },
          [&crypto](std::string_view key, std::string_view signature, std::string_view data) {
            try {
              return crypto.verify(sdk::Scheme::EcdsaP256Sha256, key, signature, data);
            } catch (const sdk::Failure&) {
              return false;  // not a point on the curve: nothing verifies with it
            }
          }};
}

/// What a request is judged by. [value]
struct Arrived {
  json headers{};
  std::int64_t now_ms{};
  std::string content_type{};
};

Arrived arrived(const sdk::Call& call) {
  const json input = object_of(call.input, "input");
  const json& request = object_at(input, "request");
  Arrived out;
  if (const auto list = request.find("headers"); list != request.end()) out.headers = *list;
  if (const auto now = input.find("now_ms"); now != input.end() && now->is_number_integer())
    out.now_ms = now->get<std::int64_t>();
  out.content_type = header_of(out.headers, "Content-Type");
  return out;
}

/// Inbound Parse without a security policy signs nothing: then the user and password in its URL must do.
bool knows_password(const sdk::Call& call, const Arrived& request, const Account& account) {
  if (account.webhook_secret.empty()) return false;
  const std::string expected = "Basic " + call.crypto().base64(account.webhook_secret);
  return call.crypto().equal(expected, header_of(request.headers, "Authorization"));
}

sdk::Reply told(json events, std::string bytes) {
  return {dumped({{"verdict", {{"kind", "events"}, {"events", std::move(events)}}}}), std::move(bytes)};
}

sdk::Reply read_inbound(const sdk::Call& call, const std::string& content_type) {
  const auto parts = read_multipart(call.bytes, content_type);
  if (!parts) return refused({"unreadable", "expected multipart/form-data with its boundary"});
  const Digest sha256_hex = [&call](std::string_view data) {
    return sdk::to_hex(call.crypto().digest(sdk::Hash::Sha256, data));
  };
  std::string bytes;
  json events = inbound_events(*parts, sha256_hex, bytes);
  return told(std::move(events), std::move(bytes));
}

}  // namespace

sdk::Reply plan_webhook(const sdk::Call& call) {
  const Account account = read_account(call.account);
  const Arrived request = arrived(call);
  const bool parsed = is_multipart(request.content_type);
  const std::string signature = header_of(request.headers, kSignatureHeader);
  const std::string timestamp = header_of(request.headers, kTimestampHeader);
  const bool unsigned_parse = parsed && signature.empty() && knows_password(call, request, account);
  if (!unsigned_parse) {
    const Trust trust{account.webhook_keys, account.tolerance_seconds, request.now_ms};
    if (const auto reason = forgery({signature, timestamp, call.bytes}, trust, primitives_of(call.crypto())))
      return refused({"signature", *reason});
  }
  if (parsed) return read_inbound(call, request.content_type);
  const auto events = batch_events(call.bytes, account.sharing);
  if (!events) return refused({"unreadable", "expected a JSON array of events"});
  return told(*events, {});
}

}  // namespace herald::sendgrid
