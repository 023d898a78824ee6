#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "host/api/channel_config.hpp"
#include "host/api/channel_draft.hpp"
#include "host/api/channel_resource.hpp"
#include "host/api/channels.hpp"
#include "host/api/idempotency.hpp"
#include "host/api/problems.hpp"
#include "host/json/document.hpp"

namespace herald::api {
namespace {

void redact(std::string& text, const std::string& secret) {
  if (secret.empty()) return;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
    text.replace(at, secret.size(), "***");
}

/// A plugin must not repeat secrets in its complaints; that it does not is not left to it.
void redact(std::string& text, const ChannelDraft& draft, const ProviderSheet& sheet) {
  const domain::ChannelSecrets& secrets = draft.secrets;
  for (const std::string* secret :
       {&secrets.api_key, &secrets.api_secret, &secrets.auth_token, &secrets.webhook_secret})
    redact(text, *secret);
  for (const std::string& name : sheet.secret_fields) {
    const auto value = draft.config.member(name);
    if (!value) continue;
    redact(text, value->text().value_or(""));
    for (const json::Document& element : value->elements()) redact(text, element.text().value_or(""));
  }
}

/// `/config/region` of the account is `/config_json/region` of the body.
std::string body_pointer(const std::string& pointer) {
  return pointer.starts_with("/config/") || pointer == "/config" ? "/config_json" + pointer.substr(7)
                                                                 : pointer;
}

Result<Done> ask_plugin(const ChannelPorts& ports, const ChannelDraft& draft, const ProviderSheet& sheet) {
  auto found =
      ports.providers.validate(draft.channel.api_provider, account_json(draft), ports.validate_deadline);
  if (!found) return std::move(found).error();
  if (found->empty()) return Done{};
  std::vector<Problem> problems;
  for (Problem& problem : *found) {
    redact(problem.text, draft, sheet);
    problems.push_back({body_pointer(problem.pointer), std::move(problem.text)});
  }
  return invalid_body(std::move(problems));
}

Result<std::shared_ptr<const ProviderSheet>> check(const ChannelPorts& ports, const ChannelDraft& draft,
                                                   std::vector<Problem> problems) {
  auto sheet = ports.providers.find(draft.channel.api_provider);
  if (sheet) {
    for (Problem& problem : sheet_problems(draft, *sheet)) problems.push_back(std::move(problem));
  } else if (!draft.channel.api_provider.empty()) {
    problems.push_back({"/api_provider", "no active provider plugin has this id"});
  }
  if (!problems.empty()) return invalid_body(std::move(problems));
  // The plugin is asked only about an account that is complete.
  if (auto approved = ask_plugin(ports, draft, *sheet); !approved) return std::move(approved).error();
  return sheet;
}

Result<domain::Channel> compose_channel(const ChannelPorts& ports, const Call& call) {
  std::vector<Problem> problems;
  ChannelDraft draft = read_channel_draft(call.body, problems);
  const Instant now = ports.means.clock.now();
  draft.channel.id = domain::ChannelId{make_uuid(now, ports.means.random)};
  draft.channel.tenant = call.principal.tenant;
  const auto sheet = check(ports, draft, std::move(problems));
  if (!sheet) return sheet.error();
  ConfigParts parts = split_config(draft.config, (*sheet)->secret_fields);
  draft.channel.config_json = std::move(parts.open);
  draft.channel.secret_config_keys = std::move(parts.secret_keys);
  draft.secrets.config_json = std::move(parts.secret);
  draft.channel.sealed_secrets = ports.seal(secrets_json(draft.secrets), draft.channel);
  draft.channel.created_at = draft.channel.updated_at = now;
  return std::move(draft.channel);
}

http::Response created(const domain::Channel& channel) {
  http::Response response;
  response.status = 201;
  response.headers.push_back({"Location", "/api/v1/communication/channels/" + channel.id.text});
  response.headers.push_back({"ETag", channel_etag(channel)});
  response.body = render_channel(channel);
  return response;
}

Answer replayed(const ChannelPorts& ports, const domain::ChannelId& id) {
  auto found = ports.channels.find(id);
  if (!found) return std::move(found).error();
  if (!*found) return not_found("channel");
  http::Response response = created(**found);
  response.headers.push_back({"Idempotency-Replayed", "true"});
  return response;
}

}  // namespace

std::vector<Problem> examine_channel(const ChannelPorts& ports, const Call& call) {
  const auto channel = compose_channel(ports, call);
  return channel ? std::vector<Problem>{} : channel.error().problems;
}

Answer create_channel(const ChannelPorts& ports, const Call& call) {
  auto claim = read_claim(call.request, ports.means);
  if (!claim) return std::move(claim).error();
  auto channel = compose_channel(ports, call);
  if (!channel) return std::move(channel).error();
  auto stored = wait_for_commit<domain::ChannelCreated>(
      ports.means.commit_deadline, [&](domain::Completion<domain::ChannelCreated> done) {
        ports.channels.create(*std::move(channel), *std::move(claim), call.origin(), std::move(done));
      });
  if (!stored) return std::move(stored).error();
  return stored->replayed ? replayed(ports, stored->channel.id) : Answer{created(stored->channel)};
}

}  // namespace herald::api
