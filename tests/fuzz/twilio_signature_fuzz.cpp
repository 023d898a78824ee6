#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "host/base/hex.hpp"
#include "plugins/providers/twilio/signature.hpp"

namespace {

/// No digest, but as good as one here: equal for equal inputs only, and cheap.
std::string fake_digest(std::string_view key, std::string_view data) {
  return herald::to_hex(std::to_string(key.size()) + "/" + std::string{key} + "/" + std::string{data});
}

herald::twilio::Digests digests() {
  return {fake_digest, [](std::string_view data) { return fake_digest("", data); },
          [](std::string_view a, std::string_view b) { return a == b; }};
}

}  // namespace

// Whatever URL and form come: what is signed with the account's token is genuine, and nothing else is. The
// first line of the input is the query of the URL, the rest is the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace herald::twilio;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto line = std::min(text.find('\n'), text.size());
  const std::string_view query = text.substr(0, line);
  // A fragment never reaches a server.
  const std::string url = "https://herald.example/hook?" + std::string{query.substr(0, query.find('#'))};
  const std::string body{text.substr(std::min(line + 1, text.size()))};
  Callback callback{"POST", url, "application/x-www-form-urlencoded", {}, body};
  HERALD_CHECK(!verify(callback, {"token"}, digests()).genuine);
  const std::string good = fake_digest("token", url + signed_parameters(herald::provider::form_decode(body)));
  callback.signature = good;
  HERALD_CHECK(verify(callback, {"token"}, digests()).genuine);
  HERALD_CHECK(verify(callback, {"older", "token"}, digests()).genuine);
  HERALD_CHECK(!verify(callback, {"other"}, digests()).genuine);
  HERALD_CHECK(!verify(callback, {}, digests()).genuine);
  const std::string tampered = good + "00";
  callback.signature = tampered;
  HERALD_CHECK(!verify(callback, {"token"}, digests()).genuine);
  return 0;
}
