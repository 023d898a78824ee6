#include "host/api/problems.hpp"

#include <algorithm>
#include <utility>

#include "host/http/problem.hpp"

namespace herald::api {

int status_of(Errc code) {
  switch (code) {
    case Errc::Invalid:
      return 400;
    case Errc::Unauthenticated:
      return 401;
    case Errc::Forbidden:
      return 403;
    case Errc::NotFound:
      return 404;
    case Errc::Conflict:
      return 409;
    case Errc::Mismatch:
      return 422;
    case Errc::Stale:
      return 412;
    case Errc::TooLarge:
      return 413;
    case Errc::Limited:
      return 429;
    case Errc::Unavailable:
      return 503;
    case Errc::Timeout:
      return 504;
    case Errc::Internal:
      break;
  }
  return 500;
}

bool retryable(Errc code) {
  return code == Errc::Limited || code == Errc::Unavailable || code == Errc::Timeout;
}

http::Response render_problem(const Error& error, const http::Request& request) {
  http::ProblemDetails problem;
  problem.status = status_of(error.code);
  problem.code = error.reason.empty() ? "internal" : error.reason;
  problem.detail = error.detail;
  problem.errors = error.problems;
  problem.request_id = request.request_id;
  problem.retryable = retryable(error.code);
  if (error.retry_after_ms)
    problem.retry_after =
        std::chrono::seconds{std::max<std::int64_t>(1, (*error.retry_after_ms + 999) / 1000)};
  http::Response response = http::to_response(problem);
  if (error.code == Errc::Unauthenticated)
    response.headers.push_back({"WWW-Authenticate", "Bearer realm=\"herald\""});
  return response;
}

http::Response method_not_allowed(std::string allow, const http::Request& request) {
  http::ProblemDetails problem;
  problem.status = 405;
  problem.code = "method_not_allowed";
  problem.detail = "this resource takes " + allow;
  problem.request_id = request.request_id;
  http::Response response = http::to_response(problem);
  response.headers.push_back({"Allow", std::move(allow)});
  return response;
}

Error invalid_body(std::vector<Problem> problems) {
  const std::size_t count = problems.size();
  return {
      .code = Errc::Invalid,
      .reason = "invalid_body",
      .detail = count == 1 ? "the body has a problem" : "the body has " + std::to_string(count) + " problems",
      .problems = std::move(problems)};
}

Error not_found(std::string_view what) {
  return {.code = Errc::NotFound,
          .reason = "unknown_" + std::string{what},
          .detail = "there is no such " + std::string{what}};
}

}  // namespace herald::api
