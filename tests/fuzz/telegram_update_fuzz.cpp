#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "host/base/check.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/telegram/update.hpp"

// Whatever an update holds, what it becomes is what the host takes: known kinds, keys of a bounded length,
// JSON.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace herald::telegram;
  const auto update = nlohmann::json::parse(data, data + size, nullptr, false);
  const auto events = events_of(update, "123456");
  HERALD_CHECK(events.has_value() == update_id(update).has_value());
  if (!events) return 0;
  for (const auto& event : *events) {
    const std::string kind = event.at("kind");
    HERALD_CHECK(kind == "inbound" || kind == "edited" || kind == "action" || kind == "opt_out" ||
                 kind == "opt_in" || kind == "address_changed");
    const std::string key = event.at("dedupe_key");
    HERALD_CHECK(!key.empty() && key.size() <= 190);
    HERALD_CHECK(!event.at(kind.starts_with("opt") ? "address" : "from").get<std::string>().empty());
    HERALD_CHECK(nlohmann::json::accept(herald::provider::dumped(event)));
  }
  return 0;
}
