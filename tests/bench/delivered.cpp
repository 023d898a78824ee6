#include "tests/bench/delivered.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "sdk/tools/sandbox/callbacks.hpp"
#include "tests/bench/load.hpp"

namespace herald::bench {
namespace {

using Json = nlohmann::json;

constexpr int kConnections = 16;
constexpr long kMessagesOfOne = 4;  ///< to one person
constexpr std::chrono::seconds kLimit{600};
constexpr const char* kAttempts = "select channel_id, provider_message_id from delivery_attempt order by id";
constexpr const char* kDelivered =
    "select count(*) from communication_message where status = 'DELIVERED' and delivered_at is not null";

void run_all(LoadPlan plan, const std::string& what) {
  plan.length = kLimit;
  const Load load = run_load(plan);
  if (load.answered != plan.most)
    throw std::runtime_error{what + ": expected " + std::to_string(plan.most) + " taken, found " +
                             std::to_string(load.answered) + " and " + std::to_string(load.refused) +
                             " refused"};
}

std::string message(const Fleet& fleet, long number) {
  const long tenant = number % Fleet::kTenants, of_tenant = number / Fleet::kTenants;
  const Fleet::Lane& lane =
      fleet.lanes()[static_cast<std::size_t>(tenant * Fleet::kChannels + of_tenant % Fleet::kChannels)];
  std::string headers = lane.headers;
  if (of_tenant % 2 == 0) headers += "Idempotency-Key: sample-" + std::to_string(number) + "\r\n";
  const std::string person = std::to_string(of_tenant / kMessagesOfOne);
  const Json body{{"channel_id", lane.channel},
                  {"to_address", "+1500557" + std::to_string(1000 + of_tenant / kMessagesOfOne)},
                  {"contact_id", "customer-" + person},
                  {"lead_id", "lead-" + person},
                  {"reference", "order-" + std::to_string(number)},
                  {"message_body", "hello number " + std::to_string(number)}};
  return post("/api/v1/communication/messages", headers, body.dump());
}

std::string receipt(const storage::Row& attempt) {
  const std::string& id = attempt[1].text;
  const Json event{{"event_id", "delivered-" + id}, {"message_id", id}, {"status", "delivered"}};
  const std::string body = Json{{"events", {event}}}.dump();
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  return post("/api/v1/communication/webhooks/sandbox/" + attempt[0].text,
              "X-Sandbox-Signature: " + sandbox::signature(Fleet::kToken, now, body) + "\r\n", body);
}

}  // namespace

void deliver_messages(Fleet& fleet, long count) {
  run_all({.port = fleet.port(),
           .connections = kConnections,
           .request = [&](long number) { return message(fleet, number); },
           .most = count},
          "messages of the sample");
  if (const long left = fleet.await_idle(std::chrono::seconds{60}); left > 0)
    throw std::runtime_error{"expected every message of the sample settled, found " + std::to_string(left) +
                             " that are not"};
  auto db = fleet.database(storage::Access::Read);
  const std::vector<storage::Row> attempts = db.query(kAttempts, 2);
  run_all({.port = fleet.port(),
           .connections = kConnections,
           .expected_status = 200,
           .request = [&](long number) { return receipt(attempts.at(static_cast<std::size_t>(number))); },
           .most = static_cast<long>(attempts.size())},
          "receipts of the sample");
  const auto delivered = db.query(kDelivered, 1).at(0).at(0).number();
  if (delivered != count || !fleet.await_counted(std::chrono::seconds{60}))
    throw std::runtime_error{"expected " + std::to_string(count) +
                             " messages of the sample delivered and counted, found " +
                             std::to_string(delivered)};
}

}  // namespace herald::bench
