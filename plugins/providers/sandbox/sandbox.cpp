// The whole provider, and the model for others: pure functions over JSON. README.md has the protocol.
#include <herald/sdk.hpp>
#include <herald/text.hpp>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "plugins/providers/sandbox/signature.hpp"

namespace {

using herald::sdk::Call;
using herald::sdk::HttpResponse;
using herald::sdk::Reply;
using Json = nlohmann::ordered_json;

constexpr const char* kDefaultUrl = "http://127.0.0.1:8090";

Reply verdict(const Json& what) { return {.json = Json{{"verdict", what}}.dump()}; }

Reply refused(const char* code, const char* text) {
  return verdict({{"kind", "refused"}, {"code", code}, {"text", text}});
}

/// A text of foreign JSON; empty when absent or of another type.
std::string text(const Json& from, const char* key) {
  const auto found = from.is_object() ? from.find(key) : from.end();
  return found != from.end() && found->is_string() ? found->get<std::string>() : "";
}

/// The value of the first header of that name, in any case; empty when absent.
std::string header(const Json& headers, std::string_view name) {
  for (const auto& one : headers)
    if (herald::sdk::same_name(one.at(0).get_ref<const std::string&>(), name)) return one.at(1);
  return "";
}

/// The host's error class for a code of the provider.
std::string class_of(const std::string& code) {
  if (code == "invalid_recipient" || code == "blocked") return code;
  if (code == "invalid_text") return "content_rejected";
  return code == "unsupported_type" ? "unsupported" : "internal";
}

Reply send(const Call& call) {
  const auto input = Json::parse(call.input), account = Json::parse(call.account);
  const std::string token = account.value("auth_token", "");
  if (std::ranges::any_of(token, [](unsigned char c) { return c < ' ' || c == 127; }))
    return verdict({{"kind", "auth_failed"},
                    {"code", "auth_token"},
                    {"text", "expected auth_token without line breaks"}});
  const auto& message = input.at("message");
  Json body{{"to", message.at("to")}, {"text", message.value("text", "")}, {"type", message.at("type")}};
  const std::string from = message.value("from", account.value("sender_id", ""));
  if (!from.empty()) body["from"] = from;
  body["client_ref"] = message.at("attempt_ref");
  body["message_ref"] = message.at("id");
  if (input.contains("callback_url")) body["callback_url"] = input.at("callback_url");

  std::string url = account.value("api_url", kDefaultUrl);
  while (url.ends_with('/')) url.pop_back();
  Json request{{"method", "POST"}, {"url", url + "/v1/messages"}, {"commits", true}};
  request["headers"].push_back(Json::array({"Authorization", "Bearer " + token}));
  request["headers"].push_back(Json::array({"Content-Type", "application/json"}));
  request["body"].push_back({{"text", body.dump()}});
  return {.json = Json{{"request", request}}.dump()};
}

Reply judge(const Call& call, const HttpResponse& response) {
  const auto body = Json::parse(response.body, nullptr, false);
  if (response.status / 100 == 2) {
    const std::string id = text(body, "id");
    if (id.empty())
      return verdict({{"kind", "unknown"}, {"code", "unreadable"}, {"text", "expected an id in the answer"}});
    return verdict({{"kind", "accepted"}, {"ids", {{"provider_id", id}}}});
  }
  const Json error = body.is_object() ? body.value("error", Json{}) : Json{};
  const std::string status = std::to_string(response.status);
  const std::string code = text(error, "code"), message = text(error, "message");
  Json what{{"kind", "unknown"},
            {"code", code.empty() ? "http_" + status : code},
            {"text", message.empty() ? "the provider answered HTTP " + status : message}};
  switch (response.status) {
    case 401:
    case 403:
      what["kind"] = "auth_failed";
      break;
    case 429: {
      const std::string wait = header(Json::parse(response.headers_json), "Retry-After");
      const auto after = herald::sdk::retry_after_ms(wait, Json::parse(call.input).at("now_ms"));
      what.update({{"kind", "rate_limited"}, {"scope", "account"}});
      if (after) what["after_ms"] = *after;
      break;
    }
    case 500:
    case 503:
      what.update({{"kind", "retry"}, {"class", "provider_down"}});
      break;
    default:  // What else is not the provider's 5xx is certain: it was not taken.
      if (response.status < 500)
        what.update({{"kind", "rejected"}, {"class", response.status == 400 ? class_of(code) : "config"}});
  }
  return verdict(what);
}

/// The host's word for a status of the provider; empty for interim and unknown ones.
std::string state_of(const std::string& status) {
  constexpr std::array kKnown{"sent", "delivered", "read", "bounced", "failed"};
  constexpr std::array kStates{"SENT", "DELIVERED", "READ", "BOUNCED", "FAILED"};
  const auto found = std::ranges::find(kKnown, status);
  return found == kKnown.end() ? "" : kStates.at(static_cast<std::size_t>(found - kKnown.begin()));
}

/// A text that somebody sent to one of our numbers.
Json inbound_of(const Json& one) {
  Json event{{"kind", "inbound"},
             {"provider_id", text(one, "message_id")},
             {"from", text(one, "from")},
             {"to", text(one, "to")},
             {"type", "TEXT"},
             {"media", Json::array()},
             {"options", Json::object()},
             {"dedupe_key", text(one, "event_id")}};
  if (const auto words = text(one, "text"); !words.empty()) event["text"] = words;
  return event;
}

Json wish_of(const Json& one) {
  Json event{
      {"kind", text(one, "kind")}, {"address", text(one, "address")}, {"dedupe_key", text(one, "event_id")}};
  if (const auto words = text(one, "text"); !words.empty()) event["text"] = words;
  return event;
}

/// Null for an interim or unknown status, and for one that names no message.
Json receipt_of(const Json& one) {
  const std::string status = text(one, "status"), code = text(one, "code");
  Json event{{"kind", "receipt"},
             {"state", state_of(status)},
             {"detail", status},
             {"dedupe_key", text(one, "event_id")}};
  if (const auto id = text(one, "message_id"); !id.empty()) event["provider_id"] = id;
  if (const auto ref = text(one, "client_ref"); !ref.empty()) event["attempt_ref"] = ref;
  if (!code.empty()) event.update({{"class", class_of(code)}, {"code", code}});
  const bool named = event.contains("provider_id") || event.contains("attempt_ref");
  return named && !state_of(status).empty() ? event : Json{};
}

Json event_of(const Json& one) {
  const std::string kind = text(one, "kind");
  if (text(one, "event_id").empty()) return {};
  Json event = kind == "inbound"                       ? inbound_of(one)
               : kind == "opt_out" || kind == "opt_in" ? wish_of(one)
                                                       : receipt_of(one);
  if (event.is_null()) return event;
  if (one.contains("at") && one["at"].is_number_integer()) event["occurred_at_ms"] = one["at"];
  return event;
}

Reply webhook(const Call& call) {
  const auto input = Json::parse(call.input), account = Json::parse(call.account);
  const std::string signature = header(input.at("request").at("headers"), "X-Sandbox-Signature");
  if (!sandbox::genuine(call.crypto(), signature, account.value("auth_token", ""), call.bytes,
                        input.at("now_ms")))
    return refused("bad_signature",
                   "expected a fresh X-Sandbox-Signature made with the channel's auth_token");
  const auto body = Json::parse(call.bytes, nullptr, false);
  if (!body.is_object() || !body.contains("events"))
    return refused("unreadable", "expected {\"events\":[…]}");
  Json events = Json::array();
  for (const auto& one : body["events"])
    if (const Json event = event_of(one); !event.is_null()) events.push_back(event);
  return verdict({{"kind", "events"}, {"events", events}});
}

class Sandbox {
 public:
  static std::string descriptor() {
    return R"({"provider":"sandbox","channels":["SMS","EMAIL","TELEGRAM","WHATSAPP"],
 "message_types":{"SMS":["TEXT"],"EMAIL":["TEXT"],"TELEGRAM":["TEXT"],"WHATSAPP":["TEXT"]},
 "limits":{"SMS":{"text_chars":1600},"EMAIL":{"text_chars":100000},"TELEGRAM":{"text_chars":4096},
  "WHATSAPP":{"text_chars":4096}},
 "ops":["send","webhook"],
 "address_kind":{"SMS":"phone","EMAIL":"email","TELEGRAM":"telegram","WHATSAPP":"whatsapp"},
 "account_required":["auth_token"],"late_bounce":false,"idempotency_key":false,"lookup":false,
 "default_rate_per_second":10000,"egress_hosts":["127.0.0.1"],"options_schema":{"type":"object","properties":{}},
 "signature":"X-Sandbox-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256(auth_token, t + \".\" + body)>"})";
  }
  static std::string config_schema() {
    return R"({"type":"object","properties":{},"additionalProperties":false})";
  }
  static Reply plan(const Call& call) {
    if (call.op == "send") return send(call);
    if (call.op == "webhook") return webhook(call);
    return verdict({{"kind", "rejected"},
                    {"class", "unsupported"},
                    {"code", "op"},
                    {"text", "expected send or webhook"}});
  }
  static Reply on_response(const Call& call, const HttpResponse& response) { return judge(call, response); }
};

}  // namespace

#ifndef SANDBOX_VERSION  // a test builds a later one
#define SANDBOX_VERSION "1.0.0"
#endif
HERALD_PROVIDER(Sandbox, R"({"id":"org.herald.sandbox","provider":"sandbox","version":")" SANDBOX_VERSION
                         R"(","name":"Sandbox",
 "vendor":"Herald","concurrent":true,"interfaces":["herald.config/1","herald.provider.http/1"]})");
