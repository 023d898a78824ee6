#include "tests/bench/pages.hpp"

#include <array>
#include <deque>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

namespace herald::bench {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr int kPages = 60;
constexpr int kDeepPages = 20;
constexpr std::size_t kDeepTenants = 4;  ///< whose lists are walked down
constexpr int kDeepest = 5'000;          ///< rows before the deep page
constexpr int kLongestPage = 200;
constexpr std::chrono::seconds kEnough{5};  ///< for one list

constexpr const char* kTenantOf = "select tenant_id from communication_channel where id = ?";

using Readers = std::deque<test::Tenant>;

/// A list; `{…}` stands for a value of the tenant's.
struct List {
  std::string_view name;
  std::string_view target;
};
constexpr std::array kLists{
    List{"messages", "/messages"},
    List{"messages.limit_200", "/messages?limit=200"},
    List{"messages.status", "/messages?status=DELIVERED"},
    List{"messages.status_of_none", "/messages?status=FAILED"},
    List{"messages.channel_id", "/messages?channel_id={channel_id}"},
    List{"messages.channel_id_and_status", "/messages?channel_id={channel_id}&status=DELIVERED"},
    List{"messages.channel_id_and_status_of_none", "/messages?channel_id={channel_id}&status=FAILED"},
    List{"messages.channel_type", "/messages?channel_type=SMS"},
    List{"messages.channel_type_of_none", "/messages?channel_type=EMAIL"},
    List{"messages.direction", "/messages?direction=OUTBOUND"},
    List{"messages.direction_of_none", "/messages?direction=INBOUND"},
    List{"messages.contact_id", "/messages?contact_id={contact_id}"},
    List{"messages.lead_id", "/messages?lead_id={lead_id}"},
    List{"messages.reference", "/messages?reference={reference}"},
    List{"messages.session_id", "/messages?session_id={session_id}"},
    List{"messages.created_from", "/messages?created_from={created_at}"},
    List{"messages.created_to", "/messages?created_to={created_at}"},
    List{"sessions", "/sessions"},
    List{"sessions.limit_200", "/sessions?limit=200"},
    List{"sessions.channel_type", "/sessions?channel_type=SMS"},
    List{"sessions.channel_type_of_none", "/sessions?channel_type=EMAIL"},
    List{"sessions.status", "/sessions?status=DELIVERED"},
    List{"sessions.status_of_none", "/sessions?status=FAILED"},
    List{"sessions.direction", "/sessions?direction=OUTBOUND"},
    List{"sessions.direction_of_none", "/sessions?direction=INBOUND"},
    List{"sessions.contact_id", "/sessions?contact_id={contact_id}"},
    List{"sessions.lead_id", "/sessions?lead_id={lead_id}"},
    List{"sessions.agent_id_of_none", "/sessions?agent_id=nobody"},
    List{"sessions.unread_of_none", "/sessions?unread=true"},
    List{"sessions.starred_of_none", "/sessions?starred=true"},
    List{"sessions.archived_of_none", "/sessions?archived=true"},
    List{"session_with_messages", "/sessions/{session_id}"}};

std::string encoded(const std::string& text) {
  std::string out;
  for (const char c : text) c == ':' ? out += "%3A" : out += c;
  return out;
}

/// The target with the members of a message of that tenant.
std::string filled(std::string_view target, const Json& message) {
  std::string out{target};
  for (auto at = out.find('{'); at != std::string::npos; at = out.find('{')) {
    const auto end = out.find('}', at);
    out.replace(at, end + 1 - at, encoded(message.at(out.substr(at + 1, end - at - 1)).get<std::string>()));
  }
  return out;
}

std::string with(const std::string& target, const std::string& parameter) {
  return target + (target.find('?') == std::string::npos ? "?" : "&") + parameter;
}

Json ask(test::Tenant& tenant, const std::string& target) {
  const test::HttpReply reply = tenant.call("GET", target);
  if (reply.status != 200) throw std::runtime_error{target + ": expected 200, found " + reply.body};
  return Json::parse(reply.body);
}

/// The cursor that many rows down, or the last one there is; empty when there is one page only.
std::string deep_cursor(test::Tenant& tenant, const std::string& target) {
  if (target.find("limit=") != std::string::npos || target.starts_with("/sessions/")) return {};
  std::string cursor;
  const auto start = Clock::now();
  for (int rows = 0; rows < kDeepest && Clock::now() - start < kEnough; rows += kLongestPage) {
    const std::string page = with(target, "limit=" + std::to_string(kLongestPage));
    const Json found = ask(tenant, cursor.empty() ? page : with(page, "cursor=" + cursor));
    if (!found.at("has_more")) break;
    cursor = found.at("next_cursor");
  }
  return cursor;
}

/// One target of each of the first tenants, asked in turn.
void time_list(Readers& readers, const std::vector<std::string>& targets, int pages, Figures& figures,
               const std::string& name) {
  std::vector<double> times;
  const auto start = Clock::now();
  for (int i = 0; i < pages && Clock::now() - start < kEnough; ++i) {
    const std::size_t tenant = static_cast<std::size_t>(i) % targets.size();
    const auto asked = Clock::now();
    const test::HttpReply reply = readers[tenant].call("GET", targets[tenant]);
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - asked).count());
    if (reply.status != 200) throw std::runtime_error{name + ": expected 200, found " + reply.body};
  }
  const Spread spread = spread_of(std::move(times), name);
  figures.add(name + ".p50_ms", spread.p50);
  figures.add(name + ".p99_ms", spread.p99);
}

/// Clients of all tenants that may read messages and conversations.
Readers readers_of(Fleet& fleet) {
  Readers out;
  auto db = fleet.database(storage::Access::Read);
  for (std::size_t lane = 0; lane < fleet.lanes().size(); lane += Fleet::kChannels) {
    const auto tenant = db.query(kTenantOf, 1, storage::Row{fleet.lanes()[lane].channel}).at(0).at(0).text;
    const Json wish{{"tenant_id", tenant},
                    {"name", "reader"},
                    {"scopes", {"communication.messages.read", "conversations.read"}}};
    const test::HttpReply made = fleet.daemon().admin("POST", "/api/v1/admin/api-keys", wish.dump());
    if (made.status != 201) throw std::runtime_error{"expected a key, found " + made.body};
    out.emplace_back(fleet.daemon().port(), Json::parse(made.body).at("key").get<std::string>());
  }
  return out;
}

/// A message from the middle of what is stored, which the rounds of the load have not made.
std::vector<Json> known_messages(Readers& readers) {
  std::vector<Json> out;
  for (test::Tenant& reader : readers)
    out.push_back(ask(reader, "/messages?status=DELIVERED&limit=200").at("data").back());
  return out;
}

}  // namespace

std::vector<std::string> time_pages(Fleet& fleet, const std::string& name, Figures& figures) {
  Readers readers = readers_of(fleet);
  const std::vector<Json> known = known_messages(readers);
  std::vector<std::string> names;
  for (const List& list : kLists) {
    std::vector<std::string> first, deep;
    for (std::size_t tenant = 0; tenant < readers.size(); ++tenant) {
      first.push_back(filled(list.target, known[tenant]));
      if (tenant >= kDeepTenants) continue;
      if (const auto cursor = deep_cursor(readers[tenant], first.back()); !cursor.empty())
        deep.push_back(with(first.back(), "cursor=" + cursor));
    }
    names.emplace_back(list.name);
    time_list(readers, first, kPages, figures, name + "." + names.back());
    if (deep.size() < kDeepTenants) continue;
    names.push_back(names.back() + ".deep");
    time_list(readers, deep, kDeepPages, figures, name + "." + names.back());
  }
  return names;
}

}  // namespace herald::bench
