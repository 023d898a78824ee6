#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/sendgrid/batch.hpp"
#include "plugins/providers/sendgrid/inbound.hpp"

// Whatever a signed body holds, what is told of it keeps to the contract with the host: keys of 1 to 190
// bytes, an id on every receipt, ranges inside of the bytes.
namespace {

void check_batch(std::string_view text) {
  using namespace herald::provider;
  using namespace herald::sendgrid;
  const auto events = batch_events(text, Account::Sharing::Ours);
  if (!events) return;
  for (const auto& event : *events) {
    const auto key = event.at("dedupe_key").get<std::string>();
    HERALD_CHECK(!key.empty() && key.size() <= 190);
    if (event.at("kind") == "receipt")
      HERALD_CHECK(event.contains("provider_id") || event.contains("attempt_ref"));
  }
  static_cast<void>(dumped(*events));
}

void check_form(std::string_view text) {
  using namespace herald::provider;
  using namespace herald::sendgrid;
  const auto parts = read_multipart(text, "multipart/form-data; boundary=xYzZY");
  if (!parts) return;
  std::string bytes;
  const auto events = inbound_events(*parts, [](std::string_view) { return std::string{"digest"}; }, bytes);
  for (const auto& event : events)
    for (const auto& media : event.at("media")) {
      const auto off = media.at("range").at("off").get<std::size_t>();
      HERALD_CHECK(off <= bytes.size() &&
                   media.at("range").at("len").get<std::size_t>() <= bytes.size() - off);
    }
  static_cast<void>(dumped(events));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check_batch(text);
  check_form(text);
  return 0;
}
