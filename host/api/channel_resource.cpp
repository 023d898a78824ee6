#include "host/api/channel_resource.hpp"

#include "host/json/document.hpp"

namespace herald::api {
namespace {

void write_secret(json::Writer& writer, std::string_view name, bool set) {
  writer.begin_object(name).boolean("set", set).end_object();
}

void write_config(json::Writer& writer, const domain::Channel& channel) {
  writer.begin_object("config_json");
  if (const auto config = json::parse(channel.config_json)) {
    for (const std::string& name : config->names()) writer.raw(name, config->member(name)->compact());
  }
  if (const auto keys = json::parse(channel.secret_config_keys)) {
    for (const json::Document& name : keys->elements()) write_secret(writer, name.text().value_or(""), true);
  }
  writer.end_object();
}

std::string time_text(const std::optional<Instant>& at) { return at ? to_rfc3339(*at) : std::string{}; }

std::string_view state_text(domain::ChannelCondition::State state) {
  using State = domain::ChannelCondition::State;
  if (state == State::Closed) return "closed";
  return state == State::Open ? "open" : "half_open";
}

}  // namespace

void write_channel_members(json::Writer& writer, const domain::Channel& channel) {
  writer.text("id", channel.id.text)
      .text("channel_type", channel.channel_type)
      .text("channel_name", channel.channel_name)
      .text("api_provider", channel.api_provider)
      .text_or_null("api_url", channel.api_url)
      .text_or_null("webhook_url", channel.webhook_url)
      .text_or_null("account_id", channel.account_id)
      .text_or_null("sender_id", channel.sender_id);
  write_secret(writer, "api_key", channel.has_api_key);
  write_secret(writer, "api_secret", channel.has_api_secret);
  write_secret(writer, "auth_token", channel.has_auth_token);
  write_secret(writer, "webhook_secret", channel.has_webhook_secret);
  write_config(writer, channel);
  writer.number("priority", channel.priority)
      .number("retry_count", channel.retry_count)
      .number("timeout_seconds", channel.timeout_seconds)
      .boolean("is_active", channel.active)
      .number("revision", channel.revision)
      .text("created_at", to_rfc3339(channel.created_at))
      .text("updated_at", to_rfc3339(channel.updated_at))
      .text_or_null("webhook_registered_at", time_text(channel.webhook_registered_at));
}

void write_channel(json::Writer& writer, const domain::Channel& channel) {
  writer.begin_object();
  write_channel_members(writer, channel);
  writer.end_object();
}

void write_channel_of_tenant(json::Writer& writer, const domain::Channel& channel) {
  writer.begin_object().text("tenant_id", channel.tenant.text);
  write_channel_members(writer, channel);
  writer.end_object();
}

std::string render_channel(const domain::Channel& channel) {
  json::Writer writer;
  write_channel(writer, channel);
  return writer.take();
}

std::string render_channel(const domain::Channel& channel, const domain::ChannelCondition& condition) {
  json::Writer writer;
  writer.begin_object();
  write_channel_members(writer, channel);
  writer.begin_object("health")
      .text("state", state_text(condition.state))
      .text_or_null("since", time_text(condition.since))
      .text_or_null("retry_at", time_text(condition.retry_at))
      .text_or_null("reason", condition.reason)
      .end_object();
  return writer.end_object().take();
}

std::string channel_etag(const domain::Channel& channel) {
  return "\"" + std::to_string(channel.revision) + "\"";
}

}  // namespace herald::api
