#include "host/app/inbound_means.hpp"

#include <herald/abi.h>

#include "host/base/hex.hpp"
#include "host/contacts/normalise.hpp"
#include "host/json/writer.hpp"
#include "host/plugins/crypto.hpp"

namespace herald::app {
namespace {

constexpr int kChannelsPage = 200;

vault::Aad place_of(const domain::RawWebhook& webhook) {
  return {webhook.tenant.text, webhook.id, "webhook.request"};
}

std::string hmac_hex(std::string_view key, std::string_view data) {
  return to_hex(plugins::crypto::hmac(HERALD_HASH_SHA256, key, data).value());
}

/// Has every field that a plugin may want for a signature.
std::string decoy_account(const std::string& secret) {
  json::Writer out;
  out.begin_object().text("channel_id", secret.substr(0, 36)).text("account_id", secret);
  for (const char* name : {"api_key", "api_secret", "auth_token", "webhook_secret"}) out.text(name, secret);
  return out.number("timeout_seconds", 30).begin_object("config").end_object().end_object().take();
}

}  // namespace

std::string VaultEnvelope::seal(const std::string& text, const domain::RawWebhook& of) const {
  return vault_.seal(text, place_of(of));
}

Result<std::string> VaultEnvelope::open(const domain::RawWebhook& webhook) const {
  return vault_.open(webhook.sealed_request, place_of(webhook));
}

inbound::Spell spell_with(domain::Accounts& accounts) {
  return [&accounts](const domain::Channel& channel, std::string_view text) -> Result<domain::AddressKey> {
    const auto kind = contacts::address_kind(channel.channel_type);
    if (!kind)
      return Error{.code = Errc::Invalid,
                   .reason = "invalid_address",
                   .detail = "channels of type " + channel.channel_type + " have no addresses"};
    if (text.starts_with('+')) return contacts::normalise(*kind, text);
    const auto tenant = accounts.find(channel.tenant);
    if (!tenant) return tenant.error();
    return contacts::normalise(*kind, text, *tenant ? (*tenant)->default_region : std::string{});
  };
}

inbound::Decoy decoy_of(const AccountsBook& book, Random& random) {
  return [&book, account = decoy_account(to_hex(random.bytes(32)))](
             const std::string& provider) -> std::shared_ptr<const domain::ProviderAccount> {
    const auto port = book.port(provider);
    if (!port) return nullptr;
    return std::make_shared<const domain::ProviderAccount>(
        domain::ProviderAccount{.account_json = account, .provider = port.get(), .generation = port});
  };
}

inbound::Signers signers_of(domain::Channels& channels) {
  return [&channels](const domain::TenantId& tenant, const std::string& provider) {
    std::vector<domain::ChannelId> out;
    std::string cursor;
    do {
      const auto page = channels.list(tenant, "", cursor, kChannelsPage);
      if (!page) return out;
      for (const domain::Channel& channel : page->items)
        if (channel.active && channel.api_provider == provider && channel.has_webhook_secret)
          out.push_back(channel.id);
      cursor = page->next_cursor;
    } while (!cursor.empty());
    return out;
  };
}

inbound::Hmac hmac() { return {.sha256_hex = hmac_hex, .equal = plugins::crypto::equal}; }

}  // namespace herald::app
