#include "tests/flow/tenant_objects.hpp"

#include <stdexcept>

#include "tests/flow/house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// The sandbox takes it and never sends a receipt: the message rests at SENT.
constexpr const char* kQuiet = "+15005550110";

/// The sandbox sends its receipt at once.
constexpr const char* kReported = "+15005550100";

std::string checked_id(const HttpReply& reply, const std::string& what) {
  if (reply.status != 201) throw std::runtime_error{what + ": " + reply.head + reply.body};
  return json::parse(reply.body).at("id");
}

}  // namespace

TenantObjects::TenantObjects(const Daemon& daemon, const FarSide& sandbox, const std::string& name)
    : daemon_{daemon}, sandbox_{sandbox} {
  tenant_ = checked_id(daemon_.admin("POST", "/api/v1/admin/tenants", json{{"name", name}}.dump()), "tenant");
  key_ = key({"*"});
  channel_ = make("ChannelId");
  Tenant{daemon_.port(), key_}.call("POST", "/contacts/" + plain("ContactId") + "/preferences", "{}");
}

std::string TenantObjects::key(const json& scopes) {
  const json wish{{"tenant_id", tenant_}, {"name", "isolation"}, {"scopes", scopes}};
  const HttpReply reply = daemon_.admin("POST", "/api/v1/admin/api-keys", wish.dump());
  checked_id(reply, "key");
  return json::parse(reply.body).at("key");
}

std::string TenantObjects::create(const std::string& path, const json& body) {
  HttpClient client{daemon_.port()};
  return checked_id(client.send({"POST",
                                 "/api/v1" + path,
                                 {{"Authorization", "Bearer " + key_}, {"Content-Type", "application/json"}},
                                 body.dump()}),
                    path);
}

std::string TenantObjects::make(const std::string& kind) {
  if (kind == "ChannelId") return create("/communication/channels", body("ChannelDraft"));
  if (kind == "TemplateId") return create("/communication/templates", body("TemplateDraft"));
  if (kind == "UserId") return create("/users", body("UserDraft"));
  if (kind == "ApiKeyId") return create("/api-keys", body("ApiKeyDraft"));
  if (kind == "MessageId") {
    Tenant tenant{daemon_.port(), key_};
    const std::string id = tenant.send(body("SendMessage"));
    if (tenant.await(id, "SENT").at("status") != "SENT")
      throw std::runtime_error{"a message does not come to rest"};
    return id;
  }
  if (kind == "SessionId") {
    Tenant tenant{daemon_.port(), key_};
    return tenant.message(make("MessageId")).at("session_id");
  }
  if (kind == "MediaId") {
    Tenant tenant{daemon_.port(), key_};
    return checked_id(tenant.call("POST", "/media", fresh_text("a file")), "media");
  }
  if (kind == "SuppressionId") return create("/communication/suppressions", body("SuppressionDraft"));
  if (kind == "WebhookId") return webhook().at("id");
  if (kind == "ElementId") return webhook().at("elements").at(0).at("id");
  return {};
}

const json& TenantObjects::webhook() {
  if (!webhook_.is_null()) return webhook_;
  Tenant tenant{daemon_.port(), key_};
  const std::string message = tenant.send(
      {{"channel_id", channel_}, {"to_address", kReported}, {"message_body", fresh_text("isolation")}});
  if (tenant.await(message, "DELIVERED").at("status") != "DELIVERED")
    throw std::runtime_error{"the sandbox reports nothing"};
  const std::string id = json::parse(tenant.call("GET", "/webhook-log").body).at("data").at(0).at("id");
  webhook_ = json::parse(tenant.call("GET", "/webhook-log/" + id).body);
  return webhook_;
}

json TenantObjects::body(const std::string& schema) {
  if (schema == "ChannelDraft") return sandbox_.channel(fresh_text("channel"));
  if (schema == "SendMessage")
    return {{"channel_id", channel_}, {"to_address", kQuiet}, {"message_body", fresh_text("isolation")}};
  if (schema == "ChannelPatch") return {{"priority", 7}};
  if (schema == "SuppressionDraft") return {{"kind", "phone"}, {"address", fresh_number()}};
  if (schema == "PreferencePatch") return {{"allow_sms", true}};
  if (schema == "SessionPatch") return {{"is_starred", true}};
  if (schema == "SessionReading" || schema == "ResendMessage" || schema == "TemplatePreviewWish")
    return json::object();
  if (schema == "TemplateDraft")
    return {{"template_name", fresh_text("isolation")}, {"channel_type", "SMS"}, {"template_body", "Hi"}};
  if (schema == "TemplateChange") return {{"category", "changed"}};
  if (schema == "UserDraft") return {{"email", fresh_number() + "@example.com"}};
  if (schema == "UserChange") return {{"status", "SUSPENDED"}};
  if (schema == "ApiKeyDraft") return {{"name", "k"}, {"scopes", {"admin"}}};
  return nullptr;
}

std::string TenantObjects::plain(const std::string& schema) {
  if (schema == "MediaLink") return "v1:none:of-ours";
  if (schema == "ContactId") return "a-person-of-ours";
  return schema == "Provider" ? "sandbox" : "";
}

}  // namespace herald::test
