#include "tests/flow/callbacks.hpp"

#include <openssl/hmac.h>

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "host/base/hex.hpp"
#include "sdk/tools/sandbox/callbacks.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

const std::string kWebhooks = "/api/v1/communication/webhooks/";

HttpReply post(const Daemon& daemon, HttpQuery query) {
  query.method = "POST";
  HttpClient client{daemon.port()};
  return client.send(query);
}

std::string hmac_hex(const std::string& key, const std::string& data) {
  std::array<unsigned char, 32> digest{};
  ::HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(data.data()), data.size(), digest.data(), nullptr);
  return to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace

HttpReply call_back(const Daemon& daemon, const SandboxCallback& callback) {
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  return post(
      daemon,
      {.target = kWebhooks + callback.provider + "/" + callback.channel,
       .headers = {{"Content-Type", "application/json"},
                   {"X-Sandbox-Signature", herald::sandbox::signature(callback.token, now, callback.body)}},
       .body = callback.body});
}

std::string sandbox_events(const json& events) { return json{{"events", events}}.dump(); }

HttpReply call_back(const House& house, const TwilioInbound& inbound) {
  const std::string& channel = inbound.channel.empty() ? house.twilio_channel : inbound.channel;
  const std::string path = kWebhooks + "twilio/" + channel;
  const TwilioAccount& account = house.twilio.account();
  Form form{{"MessageSid", inbound.sid},
            {"SmsStatus", "received"},
            {"AccountSid", account.sid},
            {"From", inbound.from},
            {"To", "+15005550006"},
            {"Body", inbound.text},
            {"NumMedia", inbound.media_url.empty() ? "0" : "1"},
            {"NumSegments", "1"},
            {"ApiVersion", "2010-04-01"}};
  if (!inbound.media_url.empty()) {
    form.emplace_back("MediaUrl0", inbound.media_url);
    form.emplace_back("MediaContentType0", "image/png");
  }
  const std::string& token = inbound.token.empty() ? account.auth_token : inbound.token;
  return post(house.daemon,
              {.target = path,
               .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"},
                           {"X-Twilio-Signature", twilio_signature(token, house.daemon.url() + path, form)}},
               .body = write_form(form)});
}

HttpReply call_back(const Daemon& daemon, const GenericCallback& callback) {
  return post(daemon,
              {.target = kWebhooks + callback.provider,
               .headers = {{"X-Tenant-ID", callback.tenant},
                           {"X-Webhook-Signature", "sha256=" + hmac_hex(callback.secret, callback.body)}},
               .body = callback.body});
}

std::string tenant_of(const Daemon& daemon, const std::string& channel) {
  const json answer = json::parse(daemon.admin("GET", "/api/v1/admin/channels").body);
  for (const json& one : answer.at("data"))
    if (one.at("id") == channel) return one.at("tenant_id");
  return {};
}

Tenant webhook_reader(const Daemon& daemon, const std::string& tenant) {
  const json wish{{"tenant_id", tenant}, {"name", "reader"}, {"scopes", {"webhooks.*"}}};
  const HttpReply made = daemon.admin("POST", "/api/v1/admin/api-keys", wish.dump());
  return Tenant{daemon.port(), json::parse(made.body).at("key")};
}

}  // namespace herald::test
