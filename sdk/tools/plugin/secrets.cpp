#include "sdk/tools/plugin/secrets.hpp"

#include <herald/testing/crypto.hpp>
#include <herald/text.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace herald::kit {
namespace {

using nlohmann::json;
constexpr std::size_t kShortest = 6;  ///< shorter ones would be found by chance

void collect(const json& from, std::vector<std::string>& into) {
  if (from.is_string() && from.get_ref<const std::string&>().size() >= kShortest)
    into.push_back(from.get<std::string>());
  if (from.is_structured())
    for (const auto& one : from) collect(one, into);
}

/// What of the base64 of `secret` does not depend on its neighbours, for one of the three alignments.
std::string base64_core(const std::string& secret, std::size_t before) {
  std::string text = sdk::testing::detail::base64(std::string(before, 'x') + secret);
  while (text.ends_with('=')) text.pop_back();
  const std::size_t first = before == 0 ? 0 : before + 1;
  return text.size() > first + 1 ? text.substr(first, text.size() - first - 1) : "";
}

bool any_in(const std::vector<std::string>& all, const std::string& text) {
  return std::ranges::any_of(all, [&](const auto& one) { return text.find(one) != std::string::npos; });
}

}  // namespace

Secrets::Secrets(const std::string& account, const std::string& config_keys) {
  const json given = json::parse(account, nullptr, false), keys = json::parse(config_keys, nullptr, false);
  if (!given.is_object()) return;
  for (const char* key : {"api_key", "api_secret", "auth_token", "webhook_secret"})
    if (given.contains(key)) collect(given[key], plain_);
  if (given.contains("config") && given["config"].is_object() && keys.is_array())
    for (const auto& key : keys)
      if (key.is_string() && given["config"].contains(key.get<std::string>()))
        collect(given["config"][key.get<std::string>()], plain_);
  for (const std::string& secret : plain_) {
    const std::string hex = sdk::to_hex(secret), percent = sdk::percent_encode(secret);
    encoded_.push_back(hex);
    if (percent != secret) encoded_.push_back(percent);
    encoded_.emplace_back(secret.rbegin(), secret.rend());
    for (std::size_t before = 0; before < 3; ++before)
      if (auto core = base64_core(secret, before); core.size() >= kShortest)
        encoded_.push_back(std::move(core));
  }
}

bool Secrets::encoded_in(const std::string& text) const { return any_in(encoded_, text); }
bool Secrets::plain_in(const std::string& text) const { return any_in(plain_, text); }
bool Secrets::leaks_into(const std::string& text) const { return plain_in(text) || encoded_in(text); }

}  // namespace herald::kit
