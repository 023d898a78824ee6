#include "plugins/providers/vonage/signature.hpp"

#include <algorithm>
#include <herald/text.hpp>
#include <tuple>

#include "plugins/providers/parts/text.hpp"

namespace herald::vonage {
using namespace provider;
namespace {

constexpr std::string_view kSig = "sig";
constexpr std::size_t kMostParameters = 100;
constexpr std::size_t kTimestampDigits = 12;

/// A name could hide what separates parameters, and a repeated one which of its values counts.
bool ambiguous(const Fields& parameters) {
  if (parameters.size() > kMostParameters) return true;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name.find_first_of("&=") != std::string::npos) return true;
    for (std::size_t k = 0; k < i; ++k)
      if (parameters[k].name == parameters[i].name) return true;
  }
  return false;
}

bool signed_by_one(const Fields& parameters, const Trust& trust, const Primitives& primitives) {
  const std::string text = signed_text(parameters);
  const std::string given = lower(first_value(parameters, kSig));
  bool found = false;
  for (const std::string& secret : trust.secrets)
    if (primitives.equal(primitives.mac_hex(trust.method, secret, text), given)) found = true;
  return found;
}

}  // namespace

std::string signed_text(const Fields& parameters) {
  Fields sorted = parameters;
  std::erase_if(sorted, [](const Field& one) { return one.name == kSig; });
  std::string out;
  std::sort(sorted.begin(), sorted.end(), [](const Field& a, const Field& b) {
    return std::tie(a.name, a.value) < std::tie(b.name, b.value);
  });
  for (Field& one : sorted) {
    std::replace(one.value.begin(), one.value.end(), '&', '_');
    std::replace(one.value.begin(), one.value.end(), '=', '_');
    out.append("&").append(one.name).append("=").append(one.value);
  }
  return out;
}

std::optional<std::string> forgery(const Fields& parameters, const Trust& trust,
                                   const Primitives& primitives) {
  if (first_value(parameters, kSig).empty()) return "expected a token or the parameter sig, found neither";
  if (trust.secrets.empty())
    return "the channel has no auth_token, the signature secret, to verify callbacks with";
  if (trust.method == Method::None)
    return "the channel has no signature_method in its config, as the account's settings name it";
  if (ambiguous(parameters)) return "expected each parameter once, with a plain name";
  const std::string_view timestamp = first_value(parameters, "timestamp");
  const auto at = sdk::whole_number(timestamp);
  if (!at || timestamp.size() > kTimestampDigits) return "expected the timestamp in seconds, found none";
  if (!signed_by_one(parameters, trust, primitives)) return "sig does not match the parameters";
  const std::int64_t apart = trust.now_ms / 1000 - *at;
  if (apart > trust.tolerance_seconds || -apart > trust.tolerance_seconds)
    return "the timestamp lies outside of the tolerance";
  return std::nullopt;
}

}  // namespace herald::vonage
