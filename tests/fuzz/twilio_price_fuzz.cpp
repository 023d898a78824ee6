#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/twilio/price.hpp"

// Whatever stands in the place of a message resource: at most one receipt, of the message that was asked for,
// with a cost that is not negative in a currency of three letters; no secret, and a document that can be
// written.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body{reinterpret_cast<const char*>(data), size};
  const std::string secret{"opensesame"};
  const auto events = herald::twilio::price_events(body, "SM1", {secret});
  if (!events) return 0;
  HERALD_CHECK(events->size() <= 1);
  for (const auto& event : *events) {
    HERALD_CHECK(event.at("provider_id") == "SM1");
    HERALD_CHECK(event.at("cost_micros").get<std::int64_t>() >= 0);
    HERALD_CHECK(event.at("currency").get<std::string>().size() == 3);
    HERALD_CHECK(event.value("text", "").find(secret) == std::string::npos);
  }
  HERALD_CHECK(nlohmann::json::accept(herald::provider::dumped(*events)));
  return 0;
}
