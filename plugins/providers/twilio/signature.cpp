#include "plugins/providers/twilio/signature.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

#include "plugins/providers/twilio/signed_url.hpp"

namespace herald::twilio {
using namespace provider;

namespace {

constexpr std::string_view kFormType = "application/x-www-form-urlencoded";

/// The media type without its parameters, lower case.
std::string media_type(std::string_view header) {
  std::string type(header.substr(0, header.find(';')));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.pop_back();
  std::transform(type.begin(), type.end(), type.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return type;
}

std::string_view query_of(std::string_view url) {
  url = url.substr(0, url.find('#'));
  const std::size_t mark = url.find('?');
  return mark == std::string_view::npos ? std::string_view{} : url.substr(mark + 1);
}

/// True when one token signs one form of the URL so. Goes through all of them in any case.
bool signed_by_any(const Callback& callback, std::string_view parameters,
                   const std::vector<std::string>& tokens, const Digests& digests) {
  bool found = false;
  for (const std::string& form : signed_url_forms(callback.url)) {
    const std::string data = form + std::string(parameters);
    for (const std::string& token : tokens)
      if (digests.equal(digests.hmac_sha1_base64(token, data), callback.signature)) found = true;
  }
  return found;
}

Verified forged(std::string reason) { return {false, std::move(reason), {}}; }

}  // namespace

std::string signed_parameters(const Fields& fields) {
  std::map<std::string_view, std::set<std::string_view>> sorted;
  for (const Field& field : fields) sorted[field.name].insert(field.value);
  std::string out;
  for (const auto& [name, values] : sorted)
    for (const std::string_view value : values) out.append(name).append(value);
  return out;
}

Verified verify(const Callback& callback, const std::vector<std::string>& tokens, const Digests& digests) {
  if (callback.signature.empty()) return forged("the header X-Twilio-Signature is missing");
  if (tokens.empty()) return forged("the channel has no auth_token to verify callbacks with");
  const Fields query = form_decode(query_of(callback.url));
  const bool get = callback.method == "GET" || callback.method == "HEAD";
  const bool form = !get && media_type(callback.content_type) == kFormType;
  Fields fields = form ? form_decode(callback.body) : query;
  if (!get && !form) {
    const std::string_view expected = first_value(query, "bodySHA256");
    if (expected.empty()) return forged("a body that is no form needs bodySHA256 in the URL");
    if (!digests.equal(digests.sha256_hex(callback.body), expected))
      return forged("the body does not have the digest that bodySHA256 states");
  }
  if (!signed_by_any(callback, form ? signed_parameters(fields) : "", tokens, digests))
    return forged("X-Twilio-Signature does not match the URL and parameters");
  return {true, {}, std::move(fields)};
}

}  // namespace herald::twilio
