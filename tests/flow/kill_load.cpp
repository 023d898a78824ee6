#include "tests/flow/kill_load.hpp"

#include <deque>
#include <nlohmann/json.hpp>
#include <random>
#include <stdexcept>

#include "tests/support/daemon.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

enum class Ending { Answered, NotSent, Unclear };

/// One try.
Ending post(Tenant& tenant, const json& wish, Posted& posted) {
  try {
    const HttpReply reply = tenant.post(wish, posted.key);
    if (reply.status == 201) {
      posted.id = json::parse(reply.body).at("id");
      return Ending::Answered;
    }
    // 409: an earlier try with this key is being worked on; 503: not now.
    if (reply.status != 409 && reply.status != 503)
      throw std::runtime_error{"POST: " + reply.head + "\n" + reply.body};
    return Ending::Unclear;
  } catch (const NotSent&) {
    return Ending::NotSent;
  } catch (const NoAnswer&) {
    return Ending::Unclear;
  }
}

/// Most get receipts; some never do; some are still being answered when the server dies.
const char* recipient(std::mt19937_64& random) {
  switch (random() % 20) {
    case 0:
      return "+15005550101";
    case 1:
    case 2:
      return "+15005550110";
    default:
      return "+15005550100";
  }
}

}  // namespace

KillLoad::KillLoad(LoadPlan plan) : plan_{std::move(plan)}, posted_(static_cast<std::size_t>(plan_.clients)) {
  for (int client = 0; client < plan_.clients; ++client)
    threads_.emplace_back([this, client] { run(client); });
}

void KillLoad::run(int client) {
  std::mt19937_64 random{plan_.seed + static_cast<std::uint64_t>(client)};
  std::deque<Tenant> nodes;
  for (const std::uint16_t port : plan_.ports) nodes.emplace_back(port, plan_.api_key);
  std::size_t node = static_cast<std::size_t>(client) % nodes.size();
  std::vector<Posted>& mine = posted_[static_cast<std::size_t>(client)];
  for (int number = 0; !stopping_; ++number) {
    Posted posted{.text = "client " + std::to_string(client) + " message " + std::to_string(number)};
    if (number % 3 == 0) posted.key = "key " + posted.text;
    const std::string& channel = plan_.channels[random() % plan_.channels.size()];
    const json wish{
        {"channel_id", channel}, {"to_address", recipient(random)}, {"message_body", posted.text}};
    Ending ending = post(nodes[node], wish, posted);
    // What was not sent, and what bears a key, may go again.
    while (ending == Ending::NotSent || (ending == Ending::Unclear && !posted.key.empty())) {
      if (stopping_ && ending == Ending::NotSent && posted.key.empty()) return;
      breathe();
      node = (node + 1) % nodes.size();
      ending = post(nodes[node], wish, posted);
    }
    if (ending == Ending::Answered) ++answered_;
    mine.push_back(std::move(posted));
  }
}

std::vector<Posted> KillLoad::finish() {
  stopping_ = true;
  threads_.clear();
  std::vector<Posted> all;
  for (auto& mine : posted_) all.insert(all.end(), mine.begin(), mine.end());
  return all;
}

}  // namespace herald::test
