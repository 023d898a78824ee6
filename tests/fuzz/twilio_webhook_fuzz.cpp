#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "plugins/providers/parts/form.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/twilio/inbound.hpp"
#include "plugins/providers/twilio/receipt.hpp"

// Whatever a genuine callback holds, what is told of it keeps to the contract with the host: keys of 1 to 190
// bytes, an id on every receipt and message, addresses without the channel's prefix, documents that can be
// written.
namespace {

void check_told(const nlohmann::json& events) {
  for (const auto& event : events) {
    const auto key = event.at("dedupe_key").get<std::string>();
    HERALD_CHECK(!key.empty() && key.size() <= 190);
    const auto kind = event.at("kind").get<std::string>();
    if (kind == "receipt" || kind == "inbound")
      HERALD_CHECK(!event.at("provider_id").get<std::string>().empty());
    for (const auto& medium : event.value("media", nlohmann::json::array()))
      HERALD_CHECK(!medium.at("url").get<std::string>().empty());
  }
  HERALD_CHECK(nlohmann::json::accept(herald::provider::dumped(events)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto fields = herald::provider::form_decode(text);
  check_told(herald::twilio::inbound_events(fields));
  check_told(herald::twilio::receipt_events(fields, "a1"));
  check_told(herald::twilio::receipt_events(fields, ""));
  return 0;
}
