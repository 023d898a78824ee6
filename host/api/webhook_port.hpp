#pragma once
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/webhook_ports.hpp"

namespace herald::api {

/// A provider's callback as it arrived, not yet verified. [value]
struct WebhookCall {
  std::string provider{};
  std::string channel_id{};  ///< empty in the generic form
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
  std::chrono::seconds retry_after{0};  ///< 0: says nothing about it
};

/// Verifies a callback, stores it, and only then answers; blocks until that is done or its own deadline has
/// passed (then a status that makes the provider repeat). [any thread]
class WebhookReceiver {
 public:
  virtual ~WebhookReceiver() = default;
  virtual WebhookAnswer receive(WebhookCall call) = 0;
  /// The old form for senders of the tenant's own: signed with the webhook_secret of one of its channels.
  /// Invalid/"invalid_body" for a signed body without events.
  virtual Result<WebhookAnswer> receive_generic(WebhookCall call) = 0;
};

/// Applies what a stored callback tells and was not applied yet; blocks until that is committed. [any thread]
class WebhookReplayer {
 public:
  virtual ~WebhookReplayer() = default;
  /// One element, or all when `element` is empty. NotFound/"unknown_webhook", "unknown_element",
  /// Conflict/"webhook_unverified", "element_refused".
  virtual Result<domain::WebhookReplayed> replay(const domain::TenantId& tenant, const std::string& webhook,
                                                 const std::string& element, domain::Origin origin) = 0;
};

}  // namespace herald::api
