#include "tests/unit/api/world.hpp"

#include <algorithm>

#include "host/tenancy/api_key.hpp"

namespace herald::api {
namespace {

constexpr std::string_view kDescriptor = R"({"provider":"acme","channels":["SMS"],
 "message_types":{"SMS":["TEXT","IMAGE"]},"limits":{"SMS":{"text_chars":20,"attachments":1}},
 "address_kind":{"SMS":"phone"},"account_required":["auth_token"],
 "options_schema":{"type":"object","properties":{"flash":{"type":"boolean"}},"additionalProperties":false}})";
constexpr std::string_view kConfigSchema = R"({"type":"object","additionalProperties":false,"properties":{
 "region":{"type":"string","enum":["us","eu"]},"private_key":{"type":"string","secret":true}}})";

domain::Channel sms_channel() {
  domain::Channel channel;
  channel.id = domain::ChannelId{kChannel};
  channel.tenant = domain::TenantId{kTenant};
  channel.channel_type = "SMS";
  channel.channel_name = "main";
  channel.api_provider = "acme";
  return channel;
}

}  // namespace

FakeCatalog::FakeCatalog()
    : sheet_{std::make_shared<const ProviderSheet>(read_sheet(kDescriptor, kConfigSchema).value())} {}

void FakeCatalog::offer(std::string op) {
  auto sheet = *sheet_;
  sheet.ops.push_back(std::move(op));
  sheet_ = std::make_shared<const ProviderSheet>(std::move(sheet));
}

void FakeCatalog::make_webhook_secrets() {
  auto sheet = *sheet_;
  sheet.makes_webhook_secret = true;
  sheet_ = std::make_shared<const ProviderSheet>(std::move(sheet));
}

World::World() {
  accounts.kept_tenants.push_back({.id = domain::TenantId{kTenant}, .name = "Acme", .default_region = "GB"});
  channels.stored.push_back(sms_channel());
  all = key(R"(["*"])");
  const Means means{clock, random, tenancy::hash_api_key, kept, std::chrono::milliseconds{1}};
  router.mount<MessagePorts>(
      kMessageRoutes,
      {ledger,
       messages,
       {.channels = channels, .accounts = accounts, .providers = catalog, .preferences = &preferences},
       outcomes,
       means,
       exchanges});
  router.mount<SessionPorts>(kSessionRoutes, {conversations, messages, means});
  router.mount<SuppressionPorts>(kSuppressionRoutes, {suppressions, accounts, means});
  router.mount<PreferencePorts>(kPreferenceRoutes, {preferences, accounts, means});
  router.mount<ChannelLogPorts>(kChannelLogRoutes, {channels, messages, exchanges});
  router.mount<ChannelPorts>(kChannelRoutes,
                             {.channels = channels,
                              .providers = catalog,
                              .tester = tester,
                              .seal =
                                  [this](std::string_view plain, const domain::Channel& channel) {
                                    sealed = plain;
                                    return "sealed-for-" + channel.id.text;
                                  },
                              .open = [this](const domain::Channel&) { return opened; },
                              .means = means,
                              .callback_url = [this](const domain::Channel&) { return callback_url; }});
  router.mount<WebhookPorts>(kWebhookRoutes, {receiver});
  router.mount<WebhookLogPorts>(kWebhookLogRoutes, {channels, webhooks, replayer});
  router.mount<ProbePorts>(kProbeRoutes, {health, metrics});
  router.mount<AccountPorts>(kTenantRoutes, {accounts, means});
  router.mount<DocumentPorts>(kDocumentRoutes, {[this] { return document; }});
  document = openapi_document(router.routes());
}

std::string World::key(const std::string& scopes_json, tenancy::Mode mode) {
  const tenancy::ApiKeyMaterial material = tenancy::make_api_key(mode, random);
  domain::ApiKey stored;
  stored.id = domain::ApiKeyId{"key-" + std::to_string(accounts.stored_keys.size())};
  stored.tenant = domain::TenantId{kTenant};
  stored.key_hash = material.hash;
  stored.mode = tenancy::to_text(mode);
  stored.scopes_json = scopes_json;
  accounts.stored_keys.push_back(std::move(stored));
  return material.text;
}

http::Response World::get(const std::string& target) {
  http::Request request = request_of(http::Method::Get, target);
  request.headers.push_back({"X-API-Key", all});
  return send(std::move(request));
}

http::Response World::post(const std::string& target, const std::string& body,
                           std::vector<http::Header> more) {
  http::Request request = request_of(http::Method::Post, target, body);
  request.headers = std::move(more);
  request.headers.push_back({"Authorization", "Bearer " + all});
  return send(std::move(request));
}

http::Response World::patch(const std::string& target, const std::string& body,
                            std::vector<http::Header> more) {
  http::Request request = request_of(http::Method::Patch, target, body);
  request.headers = std::move(more);
  request.headers.push_back({"Authorization", "Bearer " + all});
  return send(std::move(request));
}

http::Response World::remove(const std::string& target, std::vector<http::Header> more) {
  http::Request request = request_of(http::Method::Delete, target);
  request.headers = std::move(more);
  request.headers.push_back({"Authorization", "Bearer " + all});
  return send(std::move(request));
}

http::Request request_of(http::Method method, const std::string& target, const std::string& body) {
  http::Request request;
  request.method = method;
  request.method_text = method == http::Method::Post     ? "POST"
                        : method == http::Method::Delete ? "DELETE"
                        : method == http::Method::Patch  ? "PATCH"
                                                         : "GET";
  request.target = target;
  const auto mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string::npos) request.query = target.substr(mark + 1);
  request.body = body;
  request.request_id = "req-1";
  return request;
}

json::Document json_of(const http::Response& response) { return json::parse(response.body).value(); }

std::string member(const http::Response& response, std::string_view name) {
  const auto value = json_of(response).member(name);
  if (!value) return "(absent)";
  return value->text().value_or(value->compact());
}

std::vector<std::string> pointers(const http::Response& response) {
  std::vector<std::string> out;
  const auto errors = json_of(response).member("errors");
  for (const json::Document& error : errors ? errors->elements() : std::vector<json::Document>{})
    out.push_back(error.member("pointer")->text().value());
  return out;
}

std::string header(const http::Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, &http::Header::name);
  return found == response.headers.end() ? std::string{} : found->value;
}

}  // namespace herald::api
