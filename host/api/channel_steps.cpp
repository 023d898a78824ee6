#include "host/api/channel_steps.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "host/api/channel_config.hpp"
#include "host/api/channel_resource.hpp"
#include "host/api/problems.hpp"
#include "host/base/redact.hpp"
#include "host/json/document.hpp"
#include "host/json/merge_patch.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

/// A plugin must not repeat secrets in its complaints; that it does not is not left to it.
void redact_draft(std::string& text, const ChannelDraft& draft, const ProviderSheet& sheet) {
  const domain::ChannelSecrets& secrets = draft.secrets;
  for (const std::string* secret :
       {&secrets.api_key, &secrets.api_secret, &secrets.auth_token, &secrets.webhook_secret})
    hide(text, *secret);
  for (const std::string& name : sheet.secret_fields) {
    const auto value = draft.config.member(name);
    if (!value) continue;
    hide(text, value->text().value_or(""));
    for (const json::Document& element : value->elements()) hide(text, element.text().value_or(""));
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
    redact_draft(problem.text, draft, sheet);
    problems.push_back({body_pointer(problem.pointer), std::move(problem.text)});
  }
  return invalid_body(std::move(problems));
}

void write_texts(json::Writer& writer, const domain::Channel& channel) {
  writer.text("channel_type", channel.channel_type)
      .text("channel_name", channel.channel_name)
      .text("api_provider", channel.api_provider)
      .text("api_url", channel.api_url)
      .text("webhook_url", channel.webhook_url)
      .text("account_id", channel.account_id)
      .text("sender_id", channel.sender_id)
      .number("priority", channel.priority)
      .number("retry_count", channel.retry_count)
      .number("timeout_seconds", channel.timeout_seconds)
      .boolean("is_active", channel.active);
}

}  // namespace

Result<domain::Channel> own_channel(const ChannelPorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("channel");
  auto found = ports.channels.find(domain::ChannelId{call.params[0]});
  if (!found) return std::move(found).error();
  // Another tenant's channel does not exist for this one.
  if (!*found || (*found)->tenant != call.principal.tenant) return not_found("channel");
  return **std::move(found);
}

Result<json::Document> body_of_channel(const ChannelPorts& ports, const domain::Channel& channel) {
  const auto opened = ports.open(channel);
  if (!opened) return opened.error();
  const auto secrets = json::parse(*opened);
  const auto config = json::parse(channel.config_json);
  if (!secrets || !config)
    return Error{.code = Errc::Internal,
                 .reason = "secret_unreadable",
                 .detail = "the channel's stored configuration is damaged"};
  json::Writer writer;
  writer.begin_object();
  write_texts(writer, channel);
  for (const std::string& name : secrets->names())
    if (name != "config") writer.raw(name, secrets->member(name)->compact());
  const json::Document hidden = secrets->member("config").value_or(json::parse("{}").value());
  writer.raw("config_json", json::merge_patch(*config, hidden).compact()).end_object();
  return json::parse(writer.take());
}

Result<std::shared_ptr<const ProviderSheet>> check_draft(const ChannelPorts& ports, const ChannelDraft& draft,
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

domain::Channel seal_draft(const ChannelPorts& ports, ChannelDraft draft, const ProviderSheet& sheet) {
  ConfigParts parts = split_config(draft.config, sheet.secret_fields);
  draft.channel.config_json = std::move(parts.open);
  draft.channel.secret_config_keys = std::move(parts.secret_keys);
  draft.secrets.config_json = std::move(parts.secret);
  draft.channel.sealed_secrets = ports.seal(secrets_json(draft.secrets), draft.channel);
  return std::move(draft.channel);
}

http::Response show(const ChannelPorts& ports, const domain::Channel& channel) {
  http::Response response;
  response.headers.push_back({"ETag", channel_etag(channel)});
  response.body = render_channel(channel, ports.condition(channel.id));
  return response;
}

}  // namespace herald::api
