#include "plugins/providers/twilio/webhook.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/twilio/account.hpp"
#include "plugins/providers/twilio/event.hpp"
#include "plugins/providers/twilio/inbound.hpp"
#include "plugins/providers/twilio/receipt.hpp"
#include "plugins/providers/twilio/signature.hpp"

namespace herald::twilio {
using namespace provider;
namespace {

using nlohmann::json;

Digests digests_of(const sdk::Crypto& crypto) {
  return {[&crypto](std::string_view key, std::string_view data) {
            return crypto.base64(crypto.hmac(sdk::Hash::Sha1, key, data));
          },
          [&crypto](std::string_view data) { return sdk::to_hex(crypto.digest(sdk::Hash::Sha256, data)); },
          [&crypto](std::string_view a, std::string_view b) { return crypto.equal(a, b); }};
}

bool inbound(const Fields& fields) {
  const std::string word = status_word(fields);
  return word == "received" || word == "receiving" || (word.empty() && has_field(fields, "Body"));
}

sdk::Reply told(json events, json answer) {
  return {dumped({{"verdict",
                   {{"kind", "events"}, {"events", std::move(events)}, {"reply", std::move(answer)}}}}),
          {}};
}

std::string ref_of(const json& request) {
  const Fields query = form_decode(text_at(request, "query"));
  return std::string(first_value(query, "ref"));
}

}  // namespace

sdk::Reply plan_webhook(const sdk::Call& call) {
  const json input = object_of(call.input, "input");
  const json& request = object_at(input, "request");
  const std::string method = text_at(request, "method");
  const std::string url = text_at(request, "url");
  const auto list = request.find("headers");
  const json headers = list == request.end() ? json::array() : *list;
  const std::string content_type = header_of(headers, "Content-Type");
  const std::string signature = header_of(headers, "X-Twilio-Signature");
  const Verified verified = verify({method, url, content_type, signature, call.bytes},
                                   signing_tokens(read_account(call.account)), digests_of(call.crypto()));
  if (!verified.genuine) return refused({"signature", verified.reason});
  // Twilio takes the answer to an inbound message as instructions and raises 12300 for anything but XML.
  if (inbound(verified.fields))
    return told(inbound_events(verified.fields),
                {{"status", 200}, {"content_type", "text/xml"}, {"body", "<Response/>"}});
  if (status_word(verified.fields).empty()) return told(json::array(), {{"status", 204}});
  return told(receipt_events(verified.fields, ref_of(request)), {{"status", 204}});
}

}  // namespace herald::twilio
