#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "plugins/providers/parts/dsn.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/smtp/report.hpp"

// Whatever mail comes back: what is told of it keeps to the contract with the host, and is bounded.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace herald;
  const std::string_view mail{reinterpret_cast<const char*>(data), size};
  const auto dsn = provider::read_dsn(mail);
  if (dsn) HERALD_CHECK(!dsn->recipients.empty() && dsn->recipients.size() <= 100);
  const auto events = smtp::report_events(mail, [](std::string_view) { return std::string(64, 'd'); });
  HERALD_CHECK(events.size() <= (dsn ? dsn->recipients.size() : 0));
  for (const auto& event : events) {
    HERALD_CHECK(event.at("dedupe_key").get_ref<const std::string&>().size() <= 190);
    HERALD_CHECK(event.contains("provider_id") || event.contains("attempt_ref"));
    HERALD_CHECK(event.value("attempt_ref", "").size() <= 64 && event.value("provider_id", "").size() <= 255);
    HERALD_CHECK(event.value("text", "").size() <= 300);
  }
  HERALD_CHECK(nlohmann::json::accept(provider::dumped(events)));
  return 0;
}
