// SMS through the API that README.md describes: pure functions, the host makes the requests.
#include <herald/reply.hpp>
#include <herald/text.hpp>
#include <nlohmann/json.hpp>

using Json = nlohmann::json;
using namespace herald::sdk;

class AcmeProvider {
 public:
  static std::string descriptor() {
    return R"({"provider":"acme","channels":["SMS"],"message_types":{"SMS":["TEXT"]},"ops":["send","webhook"],
      "address_kind":{"SMS":"phone"},"limits":{"SMS":{"text_chars":1600}},
      "account_required":["api_url","auth_token"],"options_schema":{"type":"object"},"egress_hosts":[],
      "late_bounce":false,"idempotency_key":false,"lookup":false,"default_rate_per_second":10,
      "signature":"X-Sandbox-Signature: t=<seconds>,v1=<hex HMAC-SHA256(auth_token, t.body)>"})";
  }
  static std::string config_schema() { return R"({"type":"object","additionalProperties":false})"; }

  static Reply plan(const Call& call) {
    if (call.op == "webhook") return webhook(call);
    if (call.op != "send") return rejected(Cause::Unsupported, "unknown_op");
    const Json input = Json::parse(call.input), &message = input.at("message");
    const Json body{{"to", message.at("to")},
                    {"text", message.value("text", "")},
                    {"client_ref", message.at("attempt_ref")},
                    {"callback_url", input.value("callback_url", "")}};
    return request({.url = call.account_text("api_url") + "/v1/messages",
                    .headers = {{"Authorization", "Bearer " + call.account_text("auth_token")},
                                {"Content-Type", "application/json"}},
                    .body = body.dump(),
                    .commits = true});
  }
  static Reply on_response(const Call& call, const HttpResponse& answer) {
    const std::string code = "http_" + std::to_string(answer.status);
    const std::string id = text(Json::parse(answer.body, nullptr, false), "id");
    if (answer.status / 100 == 2) return id.empty() ? unknown(code) : accepted(id);
    if (answer.status == 401 || answer.status == 403) return auth_failed(code);
    if (answer.status == 429)
      return rate_limited(retry_after_ms(answer.header("Retry-After"), call.now_ms()), code);
    if (answer.status == 500 || answer.status == 503) return retry(Cause::ProviderDown, code);
    return answer.status / 100 == 4 ? rejected(Cause::InvalidRecipient, code) : unknown(code);
  }

 private:
  static std::string text(const Json& from, const char* key) {
    return from.is_object() && from.contains(key) && from[key].is_string() ? from[key] : Json("");
  }
  static Reply webhook(const Call& call) {
    const std::string given = call.header("X-Sandbox-Signature"), key = call.account_text("auth_token");
    const std::string stamp{parameter(given, "t")}, signed_text = stamp + "." + std::string{call.bytes};
    const std::string expected = to_hex(call.crypto().hmac(Hash::Sha256, key, signed_text));
    const auto age = call.now_ms() / 1000 - whole_number(stamp).value_or(0);
    if (key.empty() || !call.crypto().equal(expected, parameter(given, "v1")) || std::abs(age) > 300)
      return refused("bad_signature", "expected a fresh X-Sandbox-Signature made with auth_token");
    std::vector<Receipt> all;
    const Json body = Json::parse(call.bytes), states{{"delivered", "DELIVERED"}, {"failed", "FAILED"}};
    for (const Json& one : body.at("events"))
      if (const auto state = text(states, text(one, "status").c_str()); !state.empty())
        all.push_back({state, text(one, "event_id"), text(one, "message_id"), text(one, "client_ref")});
    return receipts(all);
  }
};
HERALD_PROVIDER(AcmeProvider, R"({"id":"org.example.acme","provider":"acme","version":"1.0.0",
  "concurrent":true,"interfaces":["herald.config/1","herald.provider.http/1"]})");
