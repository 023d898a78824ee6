#include "host/http/problem.hpp"

#include "host/base/json_text.hpp"

namespace herald::http {

std::string to_json(const ProblemDetails& problem) {
  std::string out = "{\"type\":";
  append_json(out, "urn:herald:problem:" + problem.code);
  out += ",\"title\":";
  append_json(out, problem.title.empty() ? reason_phrase(problem.status) : std::string_view{problem.title});
  out += ",\"status\":" + std::to_string(problem.status) + ",\"code\":";
  append_json(out, problem.code);
  if (!problem.detail.empty()) {
    out += ",\"detail\":";
    append_json(out, problem.detail);
  }
  for (std::size_t i = 0; i < problem.errors.size(); ++i) {
    out += i == 0 ? ",\"errors\":[{\"pointer\":" : ",{\"pointer\":";
    append_json(out, problem.errors[i].pointer);
    out += ",\"detail\":";
    append_json(out, problem.errors[i].text);
    out += i + 1 == problem.errors.size() ? "}]" : "}";
  }
  out += ",\"request_id\":";
  append_json(out, problem.request_id);
  out += problem.retryable ? ",\"retryable\":true}" : ",\"retryable\":false}";
  return out;
}

Response to_response(const ProblemDetails& problem) {
  Response response{problem.status, "application/problem+json", {}, to_json(problem)};
  if (problem.retry_after)
    response.headers.push_back({"Retry-After", std::to_string(problem.retry_after->count())});
  return response;
}

}  // namespace herald::http
