#include "plugins/providers/whatsapp/event.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/phone_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

constexpr std::size_t kKeyBytes = 190;
constexpr std::size_t kAddressBytes = 255;
constexpr std::int64_t kFirstMilliseconds = 1'000'000'000'000;

}  // namespace

std::string event_key(const std::string& id, const std::string& suffix, const Digest& digest) {
  return (id.size() + suffix.size() <= kKeyBytes ? id : digest(id)) + suffix;
}

void set_time(const nlohmann::json& from, nlohmann::json& event) {
  const auto at = sdk::whole_number(text_at(from, "timestamp"));
  if (at) event["occurred_at_ms"] = *at >= kFirstMilliseconds || *at > INT64_MAX / 1000 ? *at : *at * 1000;
}

std::string address_of(std::string_view wa_id) {
  const bool number = !wa_id.empty() && all_digits(wa_id);
  return cut((number ? "+" : "") + std::string(wa_id), kAddressBytes);
}

}  // namespace herald::whatsapp
