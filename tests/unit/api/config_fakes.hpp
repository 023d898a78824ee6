#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/domain/config_ports.hpp"

namespace herald::api {

class FakeChannels final : public domain::Channels {
 public:
  std::vector<domain::Channel> stored;
  std::optional<domain::IdempotencyClaim> claim;
  std::optional<Error> refuse;
  std::string replay_of;
  std::string next_cursor;

  void create(domain::Channel channel, std::optional<domain::IdempotencyClaim> by, domain::Origin,
              domain::Completion<domain::ChannelCreated> done) override {
    claim = std::move(by);
    if (refuse) return done(*refuse);
    if (!replay_of.empty()) {
      domain::Channel earlier;
      earlier.id = domain::ChannelId{replay_of};
      return done(domain::ChannelCreated{.channel = std::move(earlier), .replayed = true});
    }
    stored.push_back(channel);
    done(domain::ChannelCreated{.channel = std::move(channel)});
  }
  std::vector<domain::ChannelChange> changes;
  std::vector<domain::ChannelRemoval> removals;
  int overtaken{0};  ///< how many changes somebody else comes before

  void update(domain::ChannelChange change, domain::Completion<domain::Channel> done) override {
    changes.push_back(change);
    for (domain::Channel& channel : stored) {
      if (channel.id != change.channel.id) continue;
      if (overtaken > 0) {
        --overtaken;
        ++channel.revision;
        return done(Error{.code = Errc::Stale, .reason = "revision_changed", .detail = ""});
      }
      channel = change.channel;
      ++channel.revision;
      return done(channel);
    }
    done(Error{.code = Errc::NotFound, .reason = "unknown_channel", .detail = ""});
  }
  void remove(domain::ChannelRemoval removal, domain::Completion<Done> done) override {
    std::erase_if(stored, [&](const domain::Channel& channel) { return channel.id == removal.channel; });
    removals.push_back(std::move(removal));
    done(Done{});
  }
  Result<std::optional<domain::Channel>> find(const domain::ChannelId& id) override {
    for (const domain::Channel& channel : stored)
      if (channel.id == id) return std::optional{channel};
    return std::optional<domain::Channel>{};
  }
  Result<std::vector<domain::Channel>> usable(const domain::TenantId& tenant,
                                              const std::string& type) override {
    std::vector<domain::Channel> out;
    for (const domain::Channel& channel : stored)
      if (channel.tenant == tenant && channel.channel_type == type) out.push_back(channel);
    return out;
  }
  Result<domain::Page<domain::Channel>> list(const domain::TenantId&, const std::string&, const std::string&,
                                             int) override {
    return domain::Page<domain::Channel>{.items = stored, .next_cursor = next_cursor};
  }
  Result<std::vector<domain::Channel>> all() override { return stored; }
};

class FakeAccounts final : public domain::Accounts {
 public:
  std::vector<domain::Tenant> kept_tenants;
  std::vector<domain::User> stored_users;
  std::vector<domain::ApiKey> stored_keys;
  domain::Membership known_member{};
  std::vector<std::string> revoked;

  void create(domain::Tenant tenant, domain::Origin, domain::Completion<domain::Tenant> done) override {
    kept_tenants.push_back(tenant);
    done(std::move(tenant));
  }
  void create(domain::User user, domain::Origin, domain::Completion<domain::User> done) override {
    stored_users.push_back(user);
    done(std::move(user));
  }
  void create(domain::ApiKey key, domain::Origin, domain::Completion<domain::ApiKey> done) override {
    stored_keys.push_back(key);
    done(std::move(key));
  }
  void change(domain::UserStatus wish, domain::Origin, domain::Completion<Done> done) override {
    for (domain::User& user : stored_users)
      if (user.id == wish.id && user.tenant == wish.tenant) {
        user.status = wish.status;
        return done(Done{});
      }
    done(Error{.code = Errc::NotFound, .reason = "unknown_user", .detail = ""});
  }
  void revoke(domain::ApiKeyId id, domain::TenantId tenant, domain::Origin,
              domain::Completion<Done> done) override {
    revoked.push_back(tenant.text + "/" + id.text);
    done(Done{});
  }
  Result<std::optional<domain::User>> find(const domain::TenantId& tenant,
                                           const domain::UserId& id) override {
    for (const domain::User& user : stored_users)
      if (user.id == id && user.tenant == tenant) return std::optional{user};
    return std::optional<domain::User>{};
  }
  Result<domain::Page<domain::User>> users(const domain::TenantId&, const std::string&, int) override {
    return domain::Page<domain::User>{.items = stored_users};
  }
  Result<domain::Page<domain::ApiKey>> keys(const domain::TenantId&, const std::string&, int) override {
    return domain::Page<domain::ApiKey>{.items = stored_keys};
  }
  Result<domain::Membership> membership(const domain::TenantId&, const std::string&) override {
    return known_member;
  }
  Result<std::vector<domain::Tenant>> tenants() override { return kept_tenants; }
  Result<std::optional<domain::Tenant>> find(const domain::TenantId& id) override {
    for (const domain::Tenant& tenant : kept_tenants)
      if (tenant.id == id) return std::optional{tenant};
    return std::optional<domain::Tenant>{};
  }
  Result<std::optional<domain::ApiKey>> find_by_hash(const std::string& hash) override {
    for (const domain::ApiKey& key : stored_keys)
      if (key.key_hash == hash) return std::optional{key};
    return std::optional<domain::ApiKey>{};
  }
};

}  // namespace herald::api
