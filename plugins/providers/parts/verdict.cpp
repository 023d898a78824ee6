#include "plugins/providers/parts/verdict.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::provider {
namespace {

using nlohmann::json;

json verdict(const char* kind, const Reason& reason) {
  return {{"kind", kind}, {"code", reason.code}, {"text", reason.text}};
}

}  // namespace

sdk::Reply reply_with(json verdict) { return {dumped({{"verdict", std::move(verdict)}}), {}}; }

sdk::Reply rejected(std::string_view error_class, const Reason& reason) {
  json out = verdict("rejected", reason);
  out["class"] = error_class;
  return reply_with(std::move(out));
}

sdk::Reply rejected(const Refusal& refusal) {
  return rejected(refusal.error_class, {refusal.code, refusal.text});
}

sdk::Reply retry(std::string_view error_class, const Reason& reason, std::optional<std::int64_t> after_ms) {
  json out = verdict("retry", reason);
  out["class"] = error_class;
  if (after_ms) out["after_ms"] = *after_ms;
  return reply_with(std::move(out));
}

sdk::Reply rate_limited(std::string_view scope, const Reason& reason, std::optional<std::int64_t> after_ms) {
  json out = verdict("rate_limited", reason);
  out["scope"] = scope;
  if (after_ms) out["after_ms"] = *after_ms;
  return reply_with(std::move(out));
}

sdk::Reply auth_failed(const Reason& reason) { return reply_with(verdict("auth_failed", reason)); }
sdk::Reply unknown(const Reason& reason) { return reply_with(verdict("unknown", reason)); }
sdk::Reply refused(const Reason& reason) { return reply_with(verdict("refused", reason)); }

}  // namespace herald::provider
