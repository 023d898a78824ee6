#include "plugins/providers/vonage/primitives.hpp"

#include <herald/text.hpp>

namespace herald::vonage {
namespace {

sdk::Hash hash_of(Method method) {
  switch (method) {
    case Method::Sha1:
      return sdk::Hash::Sha1;
    case Method::Sha256:
      return sdk::Hash::Sha256;
    case Method::Sha512:
      return sdk::Hash::Sha512;
    case Method::None:
    case Method::Md5Hash:
    case Method::Md5:
      break;
  }
  return sdk::Hash::Md5;
}

}  // namespace

Primitives primitives_of(const sdk::Crypto& crypto) {
  return {
      .mac_hex =
          [&crypto](Method method, std::string_view secret, std::string_view text) {
            if (method == Method::Md5Hash)
              return sdk::to_hex(crypto.digest(sdk::Hash::Md5, std::string(text).append(secret)));
            return sdk::to_hex(crypto.hmac(hash_of(method), secret, text));
          },
      .hs256 =
          [&crypto](std::string_view secret, std::string_view data) {
            return crypto.base64url(crypto.hmac(sdk::Hash::Sha256, secret, data));
          },
      .sha256_hex =
          [&crypto](std::string_view data) { return sdk::to_hex(crypto.digest(sdk::Hash::Sha256, data)); },
      .from_base64url = [&crypto](std::string_view text) -> std::optional<std::string> {
        try {
          return crypto.base64url_decode(text);
        } catch (const sdk::Failure&) {  // a stranger's text, and none that can be read
          return std::nullopt;
        }
      },
      .equal = [&crypto](std::string_view a, std::string_view b) { return crypto.equal(a, b); }};
}

}  // namespace herald::vonage
