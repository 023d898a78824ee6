#include "plugins/providers/vonage/webhook.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/vonage/account.hpp"
#include "plugins/providers/vonage/inbound.hpp"
#include "plugins/providers/vonage/receipt.hpp"
#include "plugins/providers/vonage/signature.hpp"
#include "plugins/providers/vonage/token.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

using nlohmann::json;

/// A callback as it arrived, read. [value]
struct Arrived {
  json body{};          ///< of JSON; null otherwise
  Fields parameters{};  ///< of the query, form or JSON
};

Arrived read_arrived(const sdk::Call& call, std::string_view method, std::string_view query) {
  if (method == "GET" ||
      method == "HEAD")  // beside a body, whose token does not cover it, a query says nothing
    return call.bytes.empty() ? Arrived{.parameters = form_decode(query)} : Arrived{};
  const std::string type = call.header("Content-Type");
  const std::string_view essence = trimmed(std::string_view(type).substr(0, type.find(';')));
  if (sdk::same_name(essence, "application/x-www-form-urlencoded"))
    return {.parameters = form_decode(call.bytes)};
  json body = json::parse(call.bytes, nullptr, false);
  if (!body.is_object()) return {};
  Fields parameters = flattened(body);
  return {std::move(body), std::move(parameters)};
}

/// What verification found. [value]
struct Proof {
  std::string reason{};  ///< why not; empty when genuine
  std::string seal{};    ///< what no other delivery has: jti or nonce
  std::string api_key{};
  std::string application_id{};
  enum class Covers : bool {
    Parameters,
    Body
  } covers{Covers::Parameters};  ///< not what is nested; all of it
};

Proof proof_of(const sdk::Call& call, const Account& account, const Arrived& arrived) {
  const Trust trust{account.signature_secrets, account.method, account.tolerance_seconds, call.now_ms()};
  const Primitives primitives = primitives_of(call.crypto());
  const std::string authorization = call.header("Authorization");
  if (!authorization.empty()) {
    const auto token = bearer_of(authorization);
    if (!token) return {.reason = "expected Authorization: Bearer and a token, found something else"};
    TokenReading reading = read_token(*token, call.bytes, trust, primitives);
    if (reading.reason.empty() && call.bytes.empty() && reading.claims.jti.empty())
      return {.reason = "expected the claim jti where there is no body to be covered, found none"};
    return {std::move(reading.reason), std::move(reading.claims.jti), std::move(reading.claims.api_key),
            std::move(reading.claims.application_id), Proof::Covers::Body};
  }
  if (auto reason = forgery(arrived.parameters, trust, primitives)) return {.reason = *std::move(reason)};
  return {{},
          std::string(first_value(arrived.parameters, "nonce")),
          std::string(first_value(arrived.parameters, "api-key")),
          {}};
}

/// Signed for another account or application of the same secret.
bool of_another(const Proof& proof, const Account& account) {
  const bool key = !proof.api_key.empty() && proof.api_key != account.api_key;
  const bool application = !proof.application_id.empty() && !account.application_id.empty() &&
                           !sdk::same_name(proof.application_id, account.application_id);
  return key || application;
}

sdk::Reply told(json events) { return reply_with({{"kind", "events"}, {"events", std::move(events)}}); }

}  // namespace

Fields flattened(const json& body) {
  Fields out;
  for (const auto& [name, value] : body.items()) {
    if (value.is_string())
      out.push_back({name, value.get<std::string>()});
    else if (value.is_primitive() && !value.is_null())
      out.push_back({name, value.dump()});
  }
  return out;
}

json events_of(const Fields& parameters) {
  return first_value(parameters, "status").empty() ? sms_events(parameters) : receipt_events(parameters);
}

json events_of(const json& body) {
  return body.contains("status") ? status_events(body) : message_events(body);
}

sdk::Reply plan_webhook(const sdk::Call& call) {
  const json input = object_of(call.input, "input");
  const json& request = object_at(input, "request");
  const std::string method = text_at(request, "method");
  const std::string query = text_at(request, "query");
  const Account account = read_account(call.account);
  const Arrived arrived = read_arrived(call, method, query);
  // Vonage tries an URL with a request of nothing when it is entered.
  if (arrived.parameters.empty() && arrived.body.is_null() && call.bytes.empty()) return told(json::array());
  const Proof proof = proof_of(call, account, arrived);
  if (!proof.reason.empty()) return refused({"signature", proof.reason});
  if (of_another(proof, account))
    return refused({"account", "the callback is signed for another account or application"});
  const bool message = proof.covers == Proof::Covers::Body && arrived.body.is_object() &&
                       arrived.body.contains("message_uuid");
  json events = message ? events_of(arrived.body) : events_of(arrived.parameters);
  if (!events.empty() && !proof.seal.empty())
    events.insert(events.begin(),
                  json{{"kind", "once"},
                       {"dedupe_key", "once:" + primitives_of(call.crypto()).sha256_hex(proof.seal)}});
  return told(std::move(events));
}

}  // namespace herald::vonage
