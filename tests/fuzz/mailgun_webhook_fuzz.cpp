#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "plugins/providers/mailgun/answer.hpp"
#include "plugins/providers/mailgun/date.hpp"
#include "plugins/providers/mailgun/event.hpp"
#include "plugins/providers/mailgun/inbound.hpp"
#include "plugins/providers/parts/json_text.hpp"

// Whatever a signed body holds, what is told of it keeps to the contract with the host: keys of 1 to 190
// bytes, an id on every receipt, ranges inside of the bytes, documents that can be written.
namespace {

using herald::mailgun::Account;

std::string digest(std::string_view) { return std::string(64, 'd'); }

void check_keys(const nlohmann::json& events) {
  for (const auto& event : events) {
    const auto key = event.at("dedupe_key").get<std::string>();
    HERALD_CHECK(!key.empty() && key.size() <= 190);
    if (event.at("kind") == "receipt")
      HERALD_CHECK(event.contains("provider_id") || event.contains("attempt_ref"));
  }
  HERALD_CHECK(nlohmann::json::accept(herald::provider::dumped(events)));
}

void check_event(std::string_view text) {
  const auto whole = nlohmann::json::parse(text, nullptr, false);
  if (!whole.is_object()) return;
  nlohmann::json events = nlohmann::json::array();
  herald::mailgun::add_events(herald::provider::object_at(whole, "event-data"), Account::Sharing::Ours,
                              digest, events);
  check_keys(events);
}

void check_mail(const std::vector<herald::provider::Part>& parts) {
  std::string bytes;
  const auto events = herald::mailgun::inbound_events(parts, digest, bytes);
  check_keys(events);
  static_cast<void>(herald::mailgun::seal_of(parts));
  for (const auto& event : events)
    for (const auto& media : event.at("media")) {
      if (!media.contains("range")) continue;
      const auto off = media.at("range").at("off").get<std::size_t>();
      HERALD_CHECK(off <= bytes.size() &&
                   media.at("range").at("len").get<std::size_t>() <= bytes.size() - off);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check_event(text);
  if (const auto parts = herald::provider::read_multipart(text, "multipart/form-data; boundary=xYzZY"))
    check_mail(*parts);
  std::vector<std::string> values;
  check_mail(herald::mailgun::form_parts(text, values));
  static_cast<void>(herald::mailgun::wait_in_text(herald::mailgun::error_text(text), 0));
  return 0;
}
