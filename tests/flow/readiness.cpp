#include "tests/flow/readiness.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace herald::test {
namespace {

HttpReply look(const Daemon& daemon) {
  HttpClient client{daemon.port()};
  return client.send({.target = "/readyz"});
}

}  // namespace

int ready_status(const Daemon& daemon) { return look(daemon).status; }

std::string reason_of(const Daemon& daemon, const std::string& finding) {
  const HttpReply reply = look(daemon);
  const nlohmann::json report = nlohmann::json::parse(reply.body);
  for (const auto& one : report.at("findings"))
    if (one.at("name") == finding) return one.at("ok") ? "" : one.at("reason").get<std::string>();
  throw std::runtime_error{"no finding '" + finding + "' in " + reply.body};
}

}  // namespace herald::test
