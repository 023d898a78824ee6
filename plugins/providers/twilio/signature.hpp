#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/form.hpp"

namespace herald::twilio {

/// The primitives of the host that a signature needs. [value]
struct Digests {
  std::function<std::string(std::string_view key, std::string_view data)> hmac_sha1_base64{};
  std::function<std::string(std::string_view data)> sha256_hex{};   ///< lower case
  std::function<bool(std::string_view, std::string_view)> equal{};  ///< in constant time
};

/// A callback as it arrived. [value]; the views outlive the call they are passed to.
struct Callback {
  std::string_view method{};
  std::string_view url{};  ///< public base URL and the request target as received
  std::string_view content_type{};
  std::string_view signature{};  ///< X-Twilio-Signature
  std::string_view body{};
};

/// What verification found. [value]
struct Verified {
  bool genuine{};
  std::string reason{};       ///< why not, without secrets; empty when genuine
  provider::Fields fields{};  ///< the signed parameters: of the form, or of the query where there is no form
};

/// What is signed besides the URL: names in byte order, each with its distinct values in byte order. [any
/// thread]
std::string signed_parameters(const provider::Fields& fields);

/// Checks X-Twilio-Signature against each of the tokens (several while a token is being rotated). [any
/// thread] Source: twilio.com/docs/usage/security.
Verified verify(const Callback& callback, const std::vector<std::string>& tokens, const Digests& digests);

}  // namespace herald::twilio
