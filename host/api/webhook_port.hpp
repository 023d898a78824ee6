#pragma once
#include <string>
#include <utility>
#include <vector>

namespace herald::api {

/// A provider's callback as it arrived, not yet verified. [value]
struct WebhookCall {
  std::string provider{};
  std::string channel_id{};
  std::string method{};
  std::string target{};  ///< path and query byte for byte: signatures cover them
  std::string query{};   ///< without '?'
  std::vector<std::pair<std::string, std::string>> headers{};
  std::string body{};
  std::string remote_ip{};
  std::string request_id{};
};

/// What the provider is to be answered. [value]
struct WebhookAnswer {
  int status{200};
  std::string content_type{};  ///< empty: none
  std::string body{};
};

/// Verifies a callback, stores it, and only then answers; blocks until that is done or its own deadline has
/// passed (then a status that makes the provider repeat). [any thread]
class WebhookReceiver {
 public:
  virtual ~WebhookReceiver() = default;
  virtual WebhookAnswer receive(WebhookCall call) = 0;
};

}  // namespace herald::api
