#include "host/app/accounts_book.hpp"

#include <algorithm>

#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::app {
namespace {

using domain::Channel;
using json::Document;

constexpr int kPresetConcurrency = 64;

std::string text_of(const Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->text().value_or("") : "";
}

/// Every text in a JSON value: all of them are secrets.
void collect_texts(const Document& value, std::vector<std::string>& out) {
  if (const auto text = value.text()) out.push_back(*text);
  for (const Document& element : value.elements()) collect_texts(element, out);
  for (const std::string& name : value.names()) collect_texts(*value.member(name), out);
}

void write_config(json::Writer& out, const Document& open, const Document& secret) {
  out.begin_object("config");
  for (const std::string& name : open.names())
    if (!secret.member(name)) out.raw(name, open.member(name)->compact());
  for (const std::string& name : secret.names()) out.raw(name, secret.member(name)->compact());
  out.end_object();
}

void text_if_any(json::Writer& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.text(name, value);
}

/// The account document of sdk/README.md.
std::string account_json(const Channel& channel, const Document& config, const Document& secrets) {
  json::Writer out;
  out.begin_object().text("channel_id", channel.id.text);
  text_if_any(out, "api_url", channel.api_url);
  text_if_any(out, "account_id", channel.account_id);
  text_if_any(out, "sender_id", channel.sender_id);
  for (const char* name : {"api_key", "api_secret", "auth_token", "webhook_secret"})
    text_if_any(out, name, text_of(secrets, name));
  out.number("timeout_seconds", channel.timeout_seconds);
  const Document hidden = secrets.member("config").value_or(Document{});
  out.begin_array("sealed");
  for (const std::string& name : hidden.names()) out.text(name);
  out.end_array();
  write_config(out, config, hidden);
  return out.end_object().take();
}

double number_of(const Document& config, std::string_view name, double preset) {
  const auto member = config.member(name);
  return member ? member->real().value_or(preset) : preset;
}

}  // namespace

AccountsBook::AccountsBook(domain::Channels& channels, const vault::Vault& vault, plugins::Catalog& catalog,
                           const Clock& clock)
    : channels_{channels}, vault_{vault}, catalog_{catalog}, clock_{clock} {}

std::shared_ptr<PluginPort> AccountsBook::port(const std::string& provider) const {
  const std::scoped_lock lock{mutex_};  // over the lookup: an earlier answer must not win over a later one
  plugins::Current current = catalog_.current(provider);
  if (current.provider == nullptr) {
    ports_.erase(provider);
    return nullptr;
  }
  std::shared_ptr<PluginPort>& port = ports_[provider];
  if (!port || port->generation() != current.generation)
    port = std::make_shared<PluginPort>(std::move(current),
                                        [this](unsigned generation, std::string_view reason) {
                                          catalog_.note_failure(generation, reason, clock_.tick());
                                        });
  return port;
}

bool AccountsBook::serves_locked(const domain::ProviderAccount& account) const {
  const auto found = ports_.find(account.channel.api_provider);
  return account.generation == (found == ports_.end() ? nullptr : found->second);
}

void AccountsBook::drop_replaced() {
  std::vector<std::string> providers;
  {
    const std::scoped_lock lock{mutex_};
    for (const auto& [provider, port] : ports_) providers.push_back(provider);
  }
  for (const std::string& provider : providers) static_cast<void>(port(provider));
  const std::scoped_lock lock{mutex_};
  std::erase_if(open_, [this](const auto& entry) { return !serves_locked(*entry.second); });
}

Result<std::shared_ptr<const domain::ProviderAccount>> AccountsBook::open(const domain::ChannelId& id) {
  const auto channel = channels_.find(id);
  if (!channel) return channel.error();
  if (!*channel) {
    const std::scoped_lock lock{mutex_};
    open_.erase(id.text);  // its secrets are not kept longer than the channel
    return Error{.code = Errc::NotFound, .reason = "unknown_channel", .detail = "there is no such channel"};
  }
  static_cast<void>(port((*channel)->api_provider));  // so that serves_locked() knows today's
  {
    const std::scoped_lock lock{mutex_};
    const auto found = open_.find(id.text);
    if (found != open_.end() && found->second->channel.revision == (*channel)->revision &&
        serves_locked(*found->second))
      return found->second;
  }
  auto account = build(**channel);
  if (!account) return account;
  const std::scoped_lock lock{mutex_};
  open_.insert_or_assign(id.text, *account);
  return account;
}

Result<std::shared_ptr<const domain::ProviderAccount>> AccountsBook::build(const Channel& channel) {
  std::string opened = "{}";
  if (!channel.sealed_secrets.empty()) {
    auto text =
        vault_.open(channel.sealed_secrets, {channel.tenant.text, channel.id.text, "channel.secrets"});
    if (!text) return text.error();
    opened = std::move(*text);
  }
  const auto secrets = json::parse(opened);
  const auto config = json::parse(channel.config_json);
  vault::wipe(opened);
  if (!secrets || !config)
    return Error{.code = Errc::Internal,
                 .reason = "secret_unreadable",
                 .detail = "the channel's stored configuration is damaged"};
  domain::ProviderAccount account{.channel = channel,
                                  .account_json = account_json(channel, *config, *secrets)};
  collect_texts(*secrets, account.secrets);
  if (auto serving = port(channel.api_provider)) {
    account.provider = serving.get();
    if (serving->streams()) account.stream = serving.get();
    account.traits = serving->traits();
    account.generation = std::move(serving);
  }
  account.rate_per_second = number_of(*config, "rate_per_second", account.traits.default_rate_per_second);
  account.burst = number_of(*config, "burst", std::max(1.0, account.rate_per_second));
  account.concurrency = static_cast<int>(number_of(*config, "concurrency", kPresetConcurrency));
  return std::make_shared<const domain::ProviderAccount>(std::move(account));
}

}  // namespace herald::app
