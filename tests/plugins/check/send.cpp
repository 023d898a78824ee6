// A message becomes a request. The breaks here are in purity, secrets, limits and golden.
#include <herald/text.hpp>

#include <algorithm>
#include <chrono>

#include "tests/plugins/check/breaks.hpp"
#include "tests/plugins/check/courier.hpp"
#include "tests/plugins/check/json_text.hpp"

namespace courier {
namespace {

using herald::sdk::Call;
using herald::sdk::Failure;
using herald::sdk::Reply;

constexpr std::size_t kTextChars = 1600;

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

Reply rejected(const char* error_class, const char* code, const char* text) {
  return {.json = R"({"verdict":{"kind":"rejected","class":)" + quoted(error_class) + R"(,"code":)" +
                  quoted(code) + R"(,"text":)" + quoted(text) + "}}"};
}

std::string body_text(const std::string& text) {
  return broken("unescaped_text") ? "\"" + text + "\"" : quoted(text);
}

/// What a plugin must not add to a body: what differs from call to call.
std::string impurity() {
  if constexpr (broken("counter_in_plan")) {
    static int calls = 0;
    return calls++ == 0 ? "" : ",\"seq\":" + std::to_string(calls);
  }
  if constexpr (broken("reads_clock"))
    return ",\"sent_at\":" + std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
  return "";
}

std::string url_of(const Call& call) {
  const std::string region = text_at(call.account, "/config/region");
  if (region != "eu" && region != "us") throw Failure{"expected config.region eu or us, found neither"};
  std::string url = text_at(call.account, "/api_url");
  if (url.empty()) url = "https://api." + region + ".courier.example";
  while (url.ends_with('/')) url.pop_back();
  url += "/v2/messages";
  if constexpr (broken("secret_in_url"))
    url += "?auth=" + herald::sdk::percent_encode(call.crypto().base64(text_at(call.account, "/auth_token")));
  return url;
}

std::string body_of(const Call& call) {
  std::string from = text_at(call.input, "/message/from");
  if (from.empty()) from = text_at(call.account, "/sender_id");
  const std::string callback = text_at(call.input, "/callback_url");
  std::string body = R"({"to":)" + quoted(text_at(call.input, "/message/to"));
  if (!from.empty()) body += R"(,"from":)" + quoted(from);
  body += R"(,"text":)" + body_text(text_at(call.input, "/message/text")) + R"(,"ref":)" +
          quoted(text_at(call.input, "/message/attempt_ref"));
  if (!callback.empty()) body += R"(,"callback":)" + quoted(callback);
  return body + impurity() + "}";
}

Reply send(const Call& call) {
  if (!is_object(call.input) || !is_object(call.account))
    throw Failure{"expected input and account as JSON objects, found something else"};
  const std::string text = text_at(call.input, "/message/text"),
                    ref = text_at(call.input, "/message/attempt_ref");
  if (text_at(call.input, "/message/to").empty() || ref.empty())
    throw Failure{"expected message.to and message.attempt_ref, found none"};
  const std::string token = text_at(call.account, "/auth_token");
  if (token.empty()) throw Failure{"expected an auth_token in the account, found none"};
  if (std::ranges::any_of(token, [](unsigned char c) { return c < ' ' || c == 127; }))
    return {.json = R"({"verdict":{"kind":"auth_failed","code":"auth_token",)"
                    R"("text":"expected an auth_token without line breaks"}})"};
  if (text_at(call.input, "/message/type") != "TEXT")
    return rejected("unsupported", "type", "expected a message of type TEXT");
  if (characters(text) > kTextChars || (broken("refuses_at_limit") && characters(text) == kTextChars))
    return rejected("content_rejected", "too_long", "expected at most 1600 characters");
  if constexpr (broken("keeps_state")) {
    static std::string last;
    if (last == ref) return rejected("content_rejected", "duplicate", "this attempt was seen before");
    last = ref;
  }
  std::string json = R"({"request":{"method":"POST","url":)" + quoted(url_of(call)) +
                     R"(,"headers":[["Authorization",)" + quoted("Bearer " + token) +
                     R"(],["Content-Type","application/json"]],"body":[{"text":)" + quoted(body_of(call)) +
                     R"(}],"commits":true})";
  if constexpr (broken("secret_in_state")) json += R"(,"state":{"token":)" + quoted(token) + "}";
  return {.json = json + "}"};
}

Reply webhook(const Call& call) {
  if (!is_object(call.input) || !is_object(call.account))
    throw Failure{"expected input and account as JSON objects, found something else"};
  if (!genuine(call))
    return {.json = R"({"verdict":{"kind":"refused","code":"bad_signature",)"
                    R"("text":"expected a fresh X-Courier-Signature made with the channel's signing_key"}})"};
  const auto events = receipts(call.bytes);
  if (!events)
    return {.json = R"({"verdict":{"kind":"refused","code":"unreadable",)"
                    R"("text":"expected an object with receipts"}})"};
  return {.json = R"({"verdict":{"kind":"events","events":)" + *events + "}}"};
}

}  // namespace

Reply plan(const Call& call) {
  if (call.op == "send") return send(call);
  if (call.op == "webhook") return webhook(call);
  return rejected("unsupported", "op", "expected op send or webhook");
}

}  // namespace courier
