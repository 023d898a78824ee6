#include "tests/support/sim/front.hpp"

#include <chrono>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/support/sim/upstream.hpp"

namespace herald::test::sim {
namespace {

using nlohmann::json;

std::uint16_t port_of(const std::string& url) {
  return static_cast<std::uint16_t>(std::atoi(url.c_str() + url.rfind(':') + 1));
}

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

int status_of(const std::string& response) {
  return response.size() > 12 ? std::atoi(response.c_str() + response.find(' ') + 1) : 0;
}

}  // namespace

Front::Front(Far& far, FrontConfig config, Tell tell)
    : far_{far},
      config_{config},
      tell_{std::move(tell)},
      calls_back_{config.calls_back},
      server_{[this](RawServer::Connection& peer) { serve(peer); }, config.port} {}

void Front::tell(const json& line) {
  const std::scoped_lock lock{mutex_};
  tell_(line);
}

void Front::serve(RawServer::Connection& peer) {
  while (const auto request = peer.read()) {
    if (request->line().starts_with("PUT /_sim/webhook "))
      steer(peer, *request);
    else if (!pass_on(peer, *request))
      return;
  }
}

void Front::steer(RawServer::Connection& peer, const RawRequest& request) {
  far_.call_back_at(request.body);
  calls_back_ = true;
  peer.send("HTTP/1.1 204 No Content\r\n\r\n");
}

/// The first message to an address meets the fault.
void Front::prepare(const std::string& address) {
  if (config_.fault == Fault::None) return;
  {
    const std::scoped_lock lock{mutex_};
    if (!met_.insert(address).second) return;
  }
  far_.treat(address, config_.fault);
}

bool Front::pass_on(RawServer::Connection& peer, const RawRequest& request) {
  const std::string rule = judged(far_, request);
  if (rule == kUnreadable) {
    tell({{"at", now_ms()}, {"request", request.line()}, {"answer", 400}, {"rule", rule}});
    peer.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    return true;
  }
  const auto address = far_.address_of(request);
  if (address && rule.empty()) prepare(*address);
  // A message that was taken and is not answered: the far side waits for us to go.
  const auto given_up = [&] {
    return config_.fault == Fault::Silent && address && rule.empty() && far_.took(*address);
  };
  const std::string response = ask_upstream(port_of(far_.url()), request.head + request.body, given_up);
  json line{{"at", now_ms()},
            {"request", request.line()},
            {"answer", status_of(response)},
            {"bytes", request.body.size()}};
  if (address) line["to"] = *address;
  if (!rule.empty()) line["rule"] = rule;
  tell(line);
  if (response.empty()) {
    if (given_up()) peer.drain();
    return false;
  }
  peer.send(response);
  if (address && status_of(response) / 100 == 2) call_back(*address);
  return true;
}

void Front::call_back(const std::string& address) {
  if (!calls_back_ || config_.fault == Fault::Outrunning || !far_.took(address)) return;
  json line{{"at", now_ms()}, {"callback", "delivered"}, {"to", address}};
  try {
    line["answer"] = far_.tell_delivered(address);
  } catch (const std::exception& failure) {
    line["failure"] = failure.what();
  }
  tell(line);
}

}  // namespace herald::test::sim
