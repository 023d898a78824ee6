#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "host/base/hex.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/vonage/signature.hpp"
#include "plugins/providers/vonage/token.hpp"
#include "plugins/providers/vonage/webhook.hpp"

// Whatever a callback holds: what is signed is genuine and nothing else is, and what is told of it keeps to
// the contract with the host: keys of 1 to 190 bytes, an id on every receipt, documents that can be written.
namespace {

using namespace herald::vonage;
using herald::provider::Fields;

constexpr std::int64_t kNowMs = 1'715'941'230'000;

/// No digest, but as good as one here: equal for equal inputs only, and cheap.
std::string fake_digest(std::string_view key, std::string_view data) {
  return herald::to_hex(std::to_string(key.size()) + "/" + std::string{key} + "/" + std::string{data});
}

Primitives primitives() {
  return {
      .mac_hex = [](Method, std::string_view secret,
                    std::string_view text) { return fake_digest(secret, text); },
      .hs256 = fake_digest,
      .sha256_hex = [](std::string_view data) { return fake_digest("", data); },
      .from_base64url = [](std::string_view text) -> std::optional<std::string> { return std::string(text); },
      .equal = [](std::string_view a, std::string_view b) { return a == b; }};
}

const Trust kTrust{{"older", "secret"}, Method::Sha256, 300, kNowMs};

void check_events(const nlohmann::json& events) {
  for (const auto& event : events) {
    const auto key = event.at("dedupe_key").get<std::string>();
    HERALD_CHECK(!key.empty() && key.size() <= 190);
    if (event.at("kind") == "receipt") HERALD_CHECK(!event.at("provider_id").get<std::string>().empty());
  }
  HERALD_CHECK(nlohmann::json::accept(herald::provider::dumped(events)));
}

/// As a stranger sends them never; with the secret's `sig`, when no name is ambiguous, always.
void check_signature(Fields fields) {
  std::erase_if(fields, [](const auto& one) { return one.name == "sig" || one.name == "timestamp"; });
  fields.push_back({"timestamp", std::to_string(kNowMs / 1000)});
  HERALD_CHECK(forgery(fields, kTrust, primitives()).has_value());
  const std::string text = signed_text(fields);
  fields.push_back({"sig", fake_digest("stranger", text)});
  HERALD_CHECK(forgery(fields, kTrust, primitives()).has_value());
  fields.back().value = fake_digest("secret", text);
  const bool plain = fields.size() <= 100 && std::ranges::all_of(fields, [&](const auto& one) {
                       return one.name.find_first_of("&=") == std::string::npos &&
                              std::ranges::count(fields, one.name, &herald::provider::Field::name) == 1;
                     });
  HERALD_CHECK(forgery(fields, kTrust, primitives()).has_value() != plain);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const Fields form = herald::provider::form_decode(text);
  check_events(events_of(form));
  check_signature(form);
  HERALD_CHECK(!read_token(text, text, kTrust, primitives()).reason.empty());
  static_cast<void>(bearer_of(text));
  const auto body = nlohmann::json::parse(text, nullptr, false);
  if (!body.is_object()) return 0;
  check_events(events_of(body));
  check_events(events_of(flattened(body)));
  check_signature(flattened(body));
  return 0;
}
