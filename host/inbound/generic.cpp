#include "host/inbound/generic.hpp"

#include "host/inbound/events.hpp"
#include "host/inbound/stored_request.hpp"
#include "host/inbound/texts.hpp"
#include "host/inbound/waiting.hpp"

namespace herald::inbound {
namespace {

constexpr std::string_view kScheme = "sha256=";
constexpr std::size_t kHexDigits = 64;
constexpr std::string_view kNobodysSecret = "a secret that no channel has";

/// Lower-case hex digits of the signature; empty when there is none that could be right.
std::string signature_of(const Callback& callback) {
  std::string text = header_of(callback, "x-webhook-signature");
  if (!text.starts_with(kScheme) || text.size() != kScheme.size() + kHexDigits) return {};
  text.erase(0, kScheme.size());
  for (char& c : text)
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

Result<std::string> events_of(const std::string& body) {
  const auto bad = [](std::string what) {
    return Error{.code = Errc::Invalid,
                 .reason = "invalid_body",
                 .detail = "the body has a problem",
                 .problems = {{"", std::move(what)}}};
  };
  const auto document = json::parse(body, {.depth = 32, .bytes = body.size() + 1});
  if (!document) return bad("expected {\"events\":[…]}, found no JSON: " + document.error().detail);
  const auto events = document->member("events");
  if (!events || events->kind() != json::Kind::Array)
    return bad("expected {\"events\":[…]}, found no list of events");
  return R"({"verdict":{"kind":"events","events":)" + events->compact() + "}}";
}

}  // namespace

GenericReceiver::GenericReceiver(InboundConfig config, const InboundPorts& ports, Keeper& keeper)
    : config_{std::move(config)},
      ports_{ports},
      keeper_{keeper},
      genuine_{callbacks_counter(ports.metrics, "genuine")},
      refused_{callbacks_counter(ports.metrics, "refused")},
      failed_{callbacks_counter(ports.metrics, "failed")} {}

Result<Answer> GenericReceiver::receive(const Callback& callback) {
  const std::string signature = signature_of(callback);
  const Account account = signer(callback, signature);
  if (account == nullptr) {
    refused_.add();
    return forbidden();
  }
  genuine_.add();
  return keep(callback, *account, signature);
}

GenericReceiver::Account GenericReceiver::signer(const Callback& callback, const std::string& signature) {
  Account found;
  // Somebody without any channel costs a digest too.
  static_cast<void>(ports_.hmac.sha256_hex(kNobodysSecret, callback.body));
  const domain::TenantId tenant{header_of(callback, "x-tenant-id")};
  for (const domain::ChannelId& id : ports_.signers(tenant, callback.provider)) {
    auto account = ports_.accounts.open(id);
    const auto document = account ? json::parse((*account)->account_json) : json::parse("{}");
    const std::string secret = document ? text_of(*document, "webhook_secret") : std::string{};
    if (secret.empty()) continue;
    if (ports_.hmac.equal(ports_.hmac.sha256_hex(secret, callback.body), signature)) found = *account;
  }
  return found;
}

Result<Answer> GenericReceiver::keep(const Callback& callback, const domain::ProviderAccount& account,
                                     const std::string& signature) {
  auto events = events_of(callback.body);
  if (!events) return std::move(events).error();
  const Instant now = ports_.clock.now();
  domain::Webhook webhook{.id = make_uuid(now, ports_.random),
                          .tenant = account.channel.tenant,
                          .channel = account.channel.id,
                          .provider = callback.provider,
                          .headers_json = kept_headers(callback, account),
                          .body = callback.body};
  auto reading = read_webhook_reply({.json = *std::move(events)}, {.channel = account.channel,
                                                                   .webhook = webhook.id,
                                                                   .now = now,
                                                                   .random = ports_.random,
                                                                   .spell = ports_.spell,
                                                                   .key_prefix = signature});
  if (!reading) return std::move(reading).error();
  webhook.elements = std::move(std::get<Genuine>(*reading).elements);
  if (webhook.elements.empty()) return Answer{};
  Waiting<domain::WebhookApplied> waiting;
  keeper_.keep(std::move(webhook), waiting.completion());
  if (waiting.wait(config_.store_limit)) return Answer{};
  failed_.add();
  return try_again();
}

}  // namespace herald::inbound
