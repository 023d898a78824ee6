#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "host/base/hex.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/whatsapp/fetch.hpp"
#include "plugins/providers/whatsapp/graph_error.hpp"
#include "plugins/providers/whatsapp/signature.hpp"
#include "plugins/providers/whatsapp/webhook.hpp"

// Whatever a webhook holds: what is signed is genuine and nothing else is, and what is told of it keeps to
// the contract with the host: keys of 1 to 190 bytes, an id on every receipt, documents that can be written.
namespace {

using namespace herald::whatsapp;

constexpr std::size_t kDigestBytes = 32;

/// No digest, but as good as one here: equal for equal inputs mostly, and cheap.
std::string fake_digest(std::string_view key, std::string_view data) {
  std::string out(kDigestBytes, static_cast<char>(key.size()));
  for (std::size_t i = 0; i < data.size(); ++i)
    out[i % kDigestBytes] = static_cast<char>(out[i % kDigestBytes] * 31 + data[i]);
  for (std::size_t i = 0; i < key.size(); ++i)
    out[i % kDigestBytes] = static_cast<char>(out[i % kDigestBytes] ^ key[i]);
  return out;
}

Primitives primitives() {
  return {.hmac_sha256 = fake_digest,
          .sha256_hex = [](std::string_view data) { return herald::to_hex(fake_digest("", data)); },
          .equal = [](std::string_view a, std::string_view b) { return a == b; }};
}

void check_events(const nlohmann::json& events) {
  for (const auto& event : events) {
    const auto key = event.at("dedupe_key").get<std::string>();
    HERALD_CHECK(!key.empty() && key.size() <= 190);
    const auto kind = event.at("kind").get<std::string>();
    if (kind == "receipt" || kind == "inbound" || kind == "edited" || kind == "reaction")
      HERALD_CHECK(!event.at("provider_id").get<std::string>().empty());
    for (const auto& medium : event.value("media", nlohmann::json::array()))
      HERALD_CHECK(!medium.at("ref").get<std::string>().empty());
  }
  HERALD_CHECK(nlohmann::json::accept(herald::provider::dumped(events)));
}

void check_signature(std::string_view body) {
  const std::vector<std::string> secrets{"older", "secret"};
  HERALD_CHECK(forgery(body, body, secrets, primitives()).has_value());
  const std::string good = "sha256=" + herald::to_hex(fake_digest("secret", body));
  HERALD_CHECK(!forgery(good, body, secrets, primitives()).has_value());
  HERALD_CHECK(forgery(good, body, {"stranger"}, primitives()).has_value());
  HERALD_CHECK(forgery(good, body, {}, primitives()).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check_signature(text);
  const Account account{.api_url = "https://proxy.example", .phone_number_id = "106540000000001"};
  if (is_media_url(text, account))
    HERALD_CHECK(
        text.starts_with("https://lookaside.fbsbx.com/") || text.starts_with("https://proxy.example/") ||
        text.starts_with("https://lookaside.fbsbx.com?") || text.starts_with("https://proxy.example?"));
  HERALD_CHECK(shown(error_in(text), {}).size() <= 400);
  check_events(events_of(nlohmann::json::parse(text, nullptr, false), account, primitives().sha256_hex));
  return 0;
}
