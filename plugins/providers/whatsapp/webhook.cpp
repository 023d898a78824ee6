#include "plugins/providers/whatsapp/webhook.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/form.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/whatsapp/inbound.hpp"
#include "plugins/providers/whatsapp/receipt.hpp"
#include "plugins/providers/whatsapp/signature.hpp"
#include "plugins/providers/whatsapp/word.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kLongestChallenge = 256;

sdk::Reply told(json events) { return reply_with({{"kind", "events"}, {"events", std::move(events)}}); }

sdk::Reply handshake(const Account& account, const std::string& query, const Primitives& primitives) {
  const Fields fields = form_decode(query);
  const std::string_view token = first_value(fields, "hub.verify_token");
  const std::string challenge(first_value(fields, "hub.challenge"));
  if (first_value(fields, "hub.mode") != "subscribe")
    return refused({"handshake", "expected hub.mode subscribe, found another"});
  if (account.verify_token.empty() || !primitives.equal(account.verify_token, token))
    return refused({"handshake", "hub.verify_token is not the channel's verify_token"});
  if (!is_word(challenge, kLongestChallenge))
    return refused({"handshake", "expected hub.challenge of letters, digits, - and _"});
  return reply_with({{"kind", "events"},
                     {"events", json::array()},
                     {"reply", {{"status", 200}, {"content_type", "text/plain"}, {"body", challenge}}}});
}

/// The items of a list that are objects, one by one.
template <class Use>
void each_object(const json& object, const char* key, const Use& use) {
  const auto list = object.find(key);
  if (list == object.end() || !list->is_array()) return;
  for (const json& one : *list)
    if (one.is_object()) use(one);
}

void append(json more, json& events) {
  for (json& one : more) events.push_back(std::move(one));
}

}  // namespace

json events_of(const json& body, const Account& account, const Digest& digest) {
  json events = json::array();
  if (!body.is_object() || text_at(body, "object") != "whatsapp_business_account") return events;
  each_object(body, "entry", [&](const json& entry) {
    each_object(entry, "changes", [&](const json& change) {
      const json& value = object_at(change, "value");
      const bool ours = text_at(object_at(value, "metadata"), "phone_number_id") == account.phone_number_id;
      if (!ours || text_at(change, "field") != "messages") return;
      each_object(value, "statuses", [&](const json& one) { append(status_events(one, digest), events); });
      each_object(value, "messages",
                  [&](const json& one) { append(message_events(value, one, digest), events); });
    });
  });
  return events;
}

sdk::Reply plan_webhook(const sdk::Call& call) {
  const json input = object_of(call.input, "input");
  const json& request = object_at(input, "request");
  const std::string method = text_at(request, "method");
  const Account account = read_account(call.account);
  const Primitives primitives = primitives_of(call.crypto());
  if (method == "GET") return handshake(account, text_at(request, "query"), primitives);
  if (method != "POST") return refused({"method", "expected GET or POST, found another method"});
  const std::string header = call.header("X-Hub-Signature-256");
  if (const auto reason = forgery(header, call.bytes, account.app_secrets, primitives))
    return refused({"signature", *reason});
  return told(events_of(json::parse(call.bytes, nullptr, false), account, primitives.sha256_hex));
}

}  // namespace herald::whatsapp
