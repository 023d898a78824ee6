#include "tests/flow/steady_load.hpp"

#include <nlohmann/json.hpp>

namespace herald::test {

using nlohmann::json;

SteadyLoad::SteadyLoad(std::uint16_t port, std::string key, std::string channel)
    : thread_{[this, port, key = std::move(key), channel = std::move(channel)] { run(port, key, channel); }} {
}

void SteadyLoad::pass(std::size_t more) const {
  const std::size_t goal = sent_ + more;
  while (sent_ < goal && !failed_) breathe();
}

void SteadyLoad::finish() {
  over_ = true;
  if (thread_.joinable()) thread_.join();
}

void SteadyLoad::run(std::uint16_t port, const std::string& key, const std::string& channel) {
  Tenant tenant{port, key};
  while (!over_ && !failed_) {
    const std::string text = "load " + std::to_string(sent_);
    const HttpReply reply =
        tenant.post({{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", text}});
    failed_ = reply.status != 201;
    if (failed_) return;
    messages_[json::parse(reply.body).at("id")] = text;
    ++sent_;
  }
}

std::string serving_version(const Daemon& daemon, const std::string& id) {
  const HttpReply reply = daemon.admin("GET", "/api/v1/admin/plugins/" + id);
  if (reply.status != 200) return "none";
  const json shown = json::parse(reply.body);
  for (const json& generation : shown.at("generations"))
    if (generation.at("state") == "active") return generation.at("version");
  return "none";
}

}  // namespace herald::test
