// The provider's answer becomes a verdict. The breaks here are in hostile, secrets and golden.
#include <herald/text.hpp>

#include <cstdlib>

#include "tests/plugins/check/breaks.hpp"
#include "tests/plugins/check/courier.hpp"
#include "tests/plugins/check/json_text.hpp"

namespace courier {
namespace {

using herald::sdk::Call;
using herald::sdk::HttpResponse;
using herald::sdk::Reply;

/// The provider's code when it looks like one: foreign text may hold anything, secrets too.
std::string code_of(const HttpResponse& response) {
  const std::string code = text_at(response.body, "/error");
  const bool plain = !code.empty() && code.size() <= 40 &&
                     code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
  return plain ? code : "http_" + std::to_string(response.status);
}

std::string class_of(const std::string& code) {
  if (code == "invalid_recipient" || code == "blocked") return code;
  return code == "bad_text" ? "content_rejected" : "config";
}

Reply verdict(const std::string& kind, const HttpResponse& response, const std::string& more = "") {
  return {.json = R"({"verdict":{"kind":)" + quoted(kind) + R"(,"code":)" + quoted(code_of(response)) +
                  R"(,"text":)" + quoted("the provider answered HTTP " + std::to_string(response.status)) +
                  more + "}}"};
}

Reply accepted(const std::string& id) {
  return {.json = R"({"verdict":{"kind":"accepted","ids":{"provider_id":)" + quoted(id) + "}}}"};
}

Reply limited(const Call& call, const HttpResponse& response) {
  const std::string wait = header(response.headers_json, "", "Retry-After").value_or("");
  auto after = herald::sdk::retry_after_ms(wait, number_at(call.input, "/now_ms").value_or(0));
  if constexpr (broken("negative_retry_after"))
    if (!wait.empty()) after = std::atoll(wait.c_str()) * 1000;
  return verdict("rate_limited", response,
                 R"(,"scope":"account")" + (after ? ",\"after_ms\":" + std::to_string(*after) : ""));
}

Reply refused(const Call& call, const HttpResponse& response) {
  if constexpr (broken("secret_in_verdict"))
    return {.json = R"({"verdict":{"kind":"auth_failed","code":"token","text":)" +
                    quoted("the provider refused token " + text_at(call.account, "/auth_token")) + "}}"};
  return verdict("auth_failed", response);
}

Reply rejected_by(const HttpResponse& response) {
  if constexpr (broken("retries_rejected")) return verdict("retry", response);
  return verdict("rejected", response, R"(,"class":)" + quoted(class_of(code_of(response))));
}

/// What a careless reader does with bodies that are none.
void stumble(std::string_view body) {
  if constexpr (broken("crash_on_empty_body"))
    if (body.empty()) __builtin_trap();
  if constexpr (broken("hangs_on_html")) {
    volatile bool markup = body.starts_with('<');
    while (markup) continue;
  }
}

}  // namespace

Reply judge(const Call& call, const HttpResponse& response) {
  stumble(response.body);
  const std::string id = text_at(response.body, "/id");
  if (broken("accepts_500") && response.status == 500) return accepted(id.empty() ? "none" : id);
  if (response.status / 100 == 2) {
    if (!id.empty()) return accepted(id);
    if constexpr (broken("accepts_without_id"))
      return {.json = R"({"verdict":{"kind":"accepted","ids":{}}})"};
    return verdict("unknown", response);
  }
  if (response.status == 401 || response.status == 403) return refused(call, response);
  if (response.status == 429) return limited(call, response);
  if (response.status == 503) return verdict("retry", response, R"(,"class":"provider_down")");
  return response.status / 100 == 4 ? rejected_by(response) : verdict("unknown", response);
}

}  // namespace courier
