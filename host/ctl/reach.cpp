#include "host/ctl/reach.hpp"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <utility>

#include "host/http/client.hpp"

namespace herald::ctl {
namespace {

/// Migrations and verifications read the whole database.
constexpr std::chrono::minutes kPatience{10};
constexpr std::chrono::seconds kProbePatience{5};

/// What keeps this user from asking a daemon that may well be there: then nothing may be done beside it.
std::optional<Error> locked_out(const std::string& socket) {
  if (::access(socket.c_str(), R_OK | W_OK) == 0 || errno == ENOENT) return std::nullopt;
  return Error{
      .code = Errc::Unavailable,
      .reason = "socket_refused",
      .detail = "cannot use '" + socket + "' as this user; run as root or as the user of the server"};
}

/// Done when a daemon listens; Unavailable/"server_away" when none does.
Result<Done> probe(const std::string& socket) {
  http::Request question;
  question.target = question.path = "/healthz";
  auto answer = http::call_unix(socket, question, kProbePatience);
  if (!answer) return std::move(answer).error();
  return Done{};
}

}  // namespace

std::string admin_socket(const Settings& settings) { return settings.text("data.dir") + "/admin.sock"; }

Result<Ask> reach(const Settings& settings, const LocalServer& make_local) {
  const std::string socket = admin_socket(settings);
  if (auto error = locked_out(socket)) return *std::move(error);
  const auto there = probe(socket);
  if (there)
    return Ask{
        [socket](const http::Request& request) { return http::call_unix(socket, request, kPatience); }};
  if (there.error().code != Errc::Unavailable) return there.error();
  auto local = make_local(settings);
  if (!local) return std::move(local).error();
  return Ask{[handler = *std::move(local)](http::Request request) -> Result<http::Response> {
    request.peer_uid = ::geteuid();
    request.request_id = "heraldctl";
    return handler(request);
  }};
}

}  // namespace herald::ctl
