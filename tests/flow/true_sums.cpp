#include "tests/flow/true_sums.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <tuple>

namespace herald::test {
namespace {

using nlohmann::json;

struct Truth {
  int messages{0};
  int inbound{0};
  std::tuple<std::string, std::string> latest{};
  std::string status{};
};

std::string status_of(const std::string& message) {
  if (message == "SENT" || message == "DELIVERED" || message == "READ") return message;
  const bool ended = message == "FAILED" || message == "BOUNCED" || message == "CANCELLED" ||
                     message == "EXPIRED" || message == "REJECTED";
  return ended ? "FAILED" : "INITIATED";
}

std::map<std::string, Truth> truth_of(Tenant& reader) {
  std::map<std::string, Truth> out;
  for (const json& message : reader.messages()) {
    Truth& one = out[message.at("session_id")];
    ++one.messages;
    if (message.at("direction") == "INBOUND") ++one.inbound;
    const std::tuple<std::string, std::string> place{message.at("created_at"), message.at("id")};
    if (place < one.latest) continue;
    one.latest = place;
    one.status = status_of(message.at("status"));
  }
  return out;
}

std::string compare(Tenant& reader) {
  const auto truth = truth_of(reader);
  const HttpReply page = reader.call("GET", "/sessions?limit=200");
  if (page.status != 200) return page.body;
  const json sessions = json::parse(page.body);
  std::string wrong;
  std::size_t seen = 0;
  for (const json& session : sessions.at("data")) {
    const auto found = truth.find(session.at("id"));
    if (found == truth.end()) continue;
    ++seen;
    const Truth& one = found->second;
    const bool same = session.at("message_count") == one.messages &&
                      session.at("unread_count") == one.inbound && session.at("status") == one.status;
    if (!same)
      wrong += session.dump() + " but " + std::to_string(one.messages) + " messages, " +
               std::to_string(one.inbound) + " inbound, " + one.status + "\n";
  }
  if (seen != truth.size()) wrong += "a conversation is missing";
  return wrong;
}

}  // namespace

Tenant with_scopes(const Daemon& daemon, const std::string& tenant, const std::vector<std::string>& scopes) {
  const json wish{{"tenant_id", tenant}, {"name", "reader"}, {"scopes", scopes}};
  const HttpReply made = daemon.admin("POST", "/api/v1/admin/api-keys", wish.dump());
  if (made.status != 201) throw std::runtime_error{made.body};
  return Tenant{daemon.port(), json::parse(made.body).at("key")};
}

std::string wrong_sums(Tenant& reader, std::chrono::milliseconds limit) {
  std::string wrong;
  eventually([&] { return (wrong = compare(reader)).empty(); }, limit);
  return wrong;
}

}  // namespace herald::test
