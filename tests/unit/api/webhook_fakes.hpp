#pragma once
#include <string>
#include <vector>

#include "host/api/webhook_log.hpp"
#include "host/api/webhooks.hpp"

namespace herald::api {

class FakeReceiver final : public WebhookReceiver {
 public:
  std::vector<WebhookCall> calls;
  WebhookAnswer answer{200, "text/plain", "ok"};
  WebhookAnswer receive(WebhookCall call) override {
    calls.push_back(std::move(call));
    return answer;
  }
  Result<WebhookAnswer> receive_generic(WebhookCall call) override {
    calls.push_back(std::move(call));
    if (answer.status == 400) return Error{.code = Errc::Invalid, .reason = "invalid_body"};
    return answer;
  }
};

class FakeWebhooks final : public domain::Webhooks {
 public:
  domain::Page<domain::WebhookEntry> page;
  domain::WebhookView view;
  domain::TenantId owner;
  domain::WebhookFilter filter;
  std::string cursor;
  int limit{0};
  Result<domain::Page<domain::WebhookEntry>> list(const domain::TenantId&, const domain::WebhookFilter& by,
                                                  const std::string& after, int most) override {
    filter = by;
    cursor = after;
    limit = most;
    return page;
  }
  Result<domain::WebhookView> find(const domain::TenantId& tenant, const std::string& id) override {
    if (tenant == owner && id == view.webhook.id) return view;
    return Error{.code = Errc::NotFound, .reason = "unknown_webhook", .detail = "there is no such webhook"};
  }
  void replay(domain::WebhookReplay, domain::Completion<domain::WebhookReplayed>) override {}
};

class FakeReplayer final : public WebhookReplayer {
 public:
  std::string asked;  ///< tenant, webhook, element and actor of the last replay
  Result<domain::WebhookReplayed> answer{domain::WebhookReplayed{.applied = 1, .failed = 2, .unchanged = 3}};
  Result<domain::WebhookReplayed> replay(const domain::TenantId& tenant, const std::string& webhook,
                                         const std::string& element, domain::Origin origin) override {
    asked = tenant.text + " " + webhook + " " + element + " " + origin.actor;
    return answer;
  }
};

}  // namespace herald::api
