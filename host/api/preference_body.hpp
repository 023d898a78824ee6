#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "host/domain/preference.hpp"
#include "host/json/document.hpp"

namespace herald::api {

/// One spelling of an address: kind and what the caller typed → address or why it is none.
using SpellAddress =
    std::function<Result<domain::AddressKey>(std::string_view kind, const std::string& text)>;

/// A person's preferences after a patch, and what it changed. [value]
struct PatchedPreference {
  domain::ContactPreference preference{};
  std::vector<std::string> fields{};
};

/// `before` as the body wants it: null is the preset, an absent member stays. Consent that is newly given
/// bears `now`. Invalid/"invalid_body" with every problem; Unavailable where `spell` says so. [any thread]
Result<PatchedPreference> patch_preference(domain::ContactPreference before, const json::Document& body,
                                           Instant now, const SpellAddress& spell);

std::string render_preference(const domain::ContactPreference& preference);

}  // namespace herald::api
