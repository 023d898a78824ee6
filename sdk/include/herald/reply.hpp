#pragma once
#include <herald/json.h>
#include <herald/sdk.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Replies of the usual shapes, written without a JSON library (sdk/README.md has all shapes). Texts are
/// UTF-8; what is not becomes U+FFFD, so that foreign bytes never spoil a reply. All are values and pure
/// functions.
namespace herald::sdk {
namespace detail {

/// The text as a JSON string.
inline std::string quoted(std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out{"\""};
  for (herald_json_reader_ r = herald_json_reader_of_(borrow(text)); r.at != r.end;) {
    const char* const from = r.at++;
    const auto c = static_cast<unsigned char>(*from);
    if (c >= 0x80) herald_json_utf8_(&r, c);
    if (std::exchange(r.bad, 0) != 0) {
      r.at = from + 1;
      out += "\\ufffd";
    } else if (c < ' ') {
      out.append("\\u00").append(1, kDigits[c >> 4U]).append(1, kDigits[c & 15U]);
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out.append(from, r.at);
    }
  }
  return out += '"';
}

/// An object that grows; members without a value are left out.
class Object {
 public:
  Object& put(std::string_view key, std::string_view text) {
    return text.empty() ? *this : put_json(key, quoted(text));
  }
  Object& put(std::string_view key, std::optional<std::int64_t> number) {
    return number ? put_json(key, std::to_string(*number)) : *this;
  }
  Object& put_json(std::string_view key, std::string_view json) {
    members_.append(members_.empty() ? "" : ",").append(quoted(key)).append(":").append(json);
    return *this;
  }
  [[nodiscard]] std::string json() const { return "{" + members_ + "}"; }

 private:
  std::string members_{};
};

inline Reply verdict(const Object& what) { return {.json = R"({"verdict":)" + what.json() + "}"}; }
inline Object problem(std::string_view kind, std::string_view code, std::string_view text) {
  return Object{}.put("kind", kind).put("code", code).put("text", text.empty() ? code : text);
}

}  // namespace detail

/// A request for the host to make. `commits`: it can by itself cause delivery. [value]
struct HttpRequest {
  std::string method{"POST"}, url{};
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};  ///< any bytes
  bool commits{};
  std::vector<std::string> redact{};  ///< texts that must not appear in logs
  std::string state{};                ///< JSON object for on_response; empty: as before
};

/// Throws Failure for a header value with control characters: a secret that an operator pasted with a line
/// break would else add headers of its own.
inline Reply request(const HttpRequest& what) {
  std::string headers, redact;
  for (const auto& [name, value] : what.headers)
    if (std::any_of(value.begin(), value.end(),
                    [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == 127; }))
      throw Failure{"expected a value of header " + name +
                    " without line breaks and control characters, found one"};
  for (const auto& [name, value] : what.headers)
    headers.append(headers.empty() ? "[" : ",[")
        .append(detail::quoted(name) + "," + detail::quoted(value) + "]");
  for (const auto& text : what.redact) redact.append(redact.empty() ? "" : ",").append(detail::quoted(text));
  detail::Object request, plan;
  request.put("method", what.method).put("url", what.url).put_json("headers", "[" + headers + "]");
  if (!what.body.empty())
    request.put_json("body", R"([{"range":{"off":0,"len":)" + std::to_string(what.body.size()) + "}}]");
  request.put_json("commits", what.commits ? "true" : "false");
  if (!redact.empty()) request.put_json("redact", "[" + redact + "]");
  plan.put_json("request", request.json());
  if (!what.state.empty()) plan.put_json("state", what.state);
  return {.json = plan.json(), .bytes = what.body};
}

/// Why a message was not taken.
enum class Cause : std::uint8_t {
  InvalidRecipient,
  Blocked,
  ContentRejected,
  Quota,
  Auth,
  Config,
  Transient,
  ProviderDown,
  Unsupported,
  Internal
};
inline std::string_view to_text(Cause cause) {
  static constexpr std::string_view kWords[]{
      "invalid_recipient", "blocked",       "content_rejected", "quota",   "auth", "config",
      "transient",         "provider_down", "unsupported",      "internal"};
  return kWords[static_cast<std::size_t>(cause)];
}

/// What a provider says that the whole message took; what is absent was not told. [value]
struct Charge {
  std::optional<std::int64_t> segments{};     ///< 1 to 255
  std::optional<std::int64_t> cost_micros{};  ///< millionths of the currency's unit, not negative
  std::string currency{};                     ///< ISO 4217, with every cost
};
namespace detail {
inline Object& add(Object& object, const Charge& charge) {
  return object.put("segments", charge.segments)
      .put("cost_micros", charge.cost_micros)
      .put("currency", charge.currency);
}
}  // namespace detail

/// `code` is the provider's own code or a stable word, `text` is for people (the code when empty); no
/// secrets.
inline Reply accepted(std::string_view provider_id, const Charge& charge = {}) {
  detail::Object verdict;
  verdict.put("kind", "accepted").put_json("ids", detail::Object{}.put("provider_id", provider_id).json());
  return detail::verdict(detail::add(verdict, charge));
}
inline Reply rejected(Cause cause, std::string_view code, std::string_view text = {}) {
  return detail::verdict(detail::problem("rejected", code, text).put("class", to_text(cause)));
}
inline Reply retry(Cause cause, std::string_view code, std::string_view text = {},
                   std::optional<std::int64_t> after_ms = {}) {
  return detail::verdict(
      detail::problem("retry", code, text).put("class", to_text(cause)).put("after_ms", after_ms));
}
inline Reply rate_limited(std::optional<std::int64_t> after_ms, std::string_view code,
                          std::string_view text = {}, std::string_view scope = "account") {
  return detail::verdict(
      detail::problem("rate_limited", code, text).put("scope", scope).put("after_ms", after_ms));
}
inline Reply auth_failed(std::string_view code, std::string_view text = {}) {
  return detail::verdict(detail::problem("auth_failed", code, text));
}
inline Reply unknown(std::string_view code, std::string_view text = {}) {
  return detail::verdict(detail::problem("unknown", code, text));
}
/// Of a webhook that is not genuine.
inline Reply refused(std::string_view code, std::string_view text = {}) {
  return detail::verdict(detail::problem("refused", code, text));
}

/// What became of a message. At least one of provider_id and attempt_ref. [value]
struct Receipt {
  std::string state{};  ///< SENT, DELIVERED, READ, FAILED, BOUNCED, EXPIRED or UNKNOWN
  std::string dedupe_key{}, provider_id{}, attempt_ref{}, code{}, text{}, detail{};
  std::optional<std::int64_t> occurred_at_ms{};
  Charge charge{};
};
inline Reply receipts(const std::vector<Receipt>& all) {
  std::string events;
  for (const Receipt& one : all) {
    detail::Object event;
    event.put("kind", "receipt")
        .put("state", one.state)
        .put("dedupe_key", one.dedupe_key)
        .put("provider_id", one.provider_id)
        .put("attempt_ref", one.attempt_ref)
        .put("code", one.code)
        .put("text", one.text)
        .put("detail", one.detail)
        .put("occurred_at_ms", one.occurred_at_ms);
    events.append(events.empty() ? "" : ",").append(detail::add(event, one.charge).json());
  }
  return detail::verdict(detail::Object{}.put("kind", "events").put_json("events", "[" + events + "]"));
}

}  // namespace herald::sdk
