#include "host/api/channel_draft.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "host/api/channel_config.hpp"
#include "host/json/fields.hpp"

namespace herald::api {
namespace {

using json::Need;

// The bounds are those of table communication_channel.
constexpr json::TextBounds kChannelName{.min = 1, .max = 128};
constexpr json::TextBounds kProvider{.min = 1, .max = 64};
constexpr json::TextBounds kSecret{.max = 16'384};
constexpr json::TextBounds kUrl{.max = 2048};
constexpr json::TextBounds kAccount{.max = 128};
constexpr json::IntegerBounds kPriority{.min = -1000, .max = 1000};
constexpr json::IntegerBounds kRetries{.min = 0, .max = 20};
constexpr json::IntegerBounds kTimeout{.min = 1, .max = 120};

std::string read_channel_type(json::Fields& fields) {
  std::string type = fields.text("channel_type", Need::Required, {.min = 1, .max = 16});
  const bool fits = std::ranges::all_of(
      type, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
  if (!fits) fields.complain("channel_type", "expected capital letters, for example SMS");
  return type;
}

std::string read_url(json::Fields& fields, std::string_view name) {
  std::string url = fields.text(name, Need::Optional, kUrl);
  if (!url.empty() && !url.starts_with("https://") && !url.starts_with("http://"))
    fields.complain(name, "expected an http or https URL");
  return url;
}

/// An object, or (as the old system sent it) a text that holds one.
json::Document read_config(json::Fields& fields) {
  const json::Document nothing = json::parse("{}").value();
  const auto value = fields.value("config_json", Need::Optional);
  if (!value) return nothing;
  if (value->kind() == json::Kind::Object) return *value;
  const auto inner =
      value->kind() == json::Kind::Text ? json::parse(*value->text()) : Result<json::Document>{*value};
  if (inner && inner->kind() == json::Kind::Object) return *inner;
  fields.complain("config_json", "expected an object, or a string that holds one");
  return nothing;
}

int read_int(json::Fields& fields, std::string_view name, json::IntegerBounds bounds, int preset) {
  return static_cast<int>(fields.integer(name, Need::Optional, bounds).value_or(preset));
}

void read_secrets(json::Fields& fields, ChannelDraft& out) {
  out.secrets.api_key = fields.text("api_key", Need::Optional, kSecret);
  out.secrets.api_secret = fields.text("api_secret", Need::Optional, kSecret);
  out.secrets.auth_token = fields.text("auth_token", Need::Optional, kSecret);
  out.secrets.webhook_secret = fields.text("webhook_secret", Need::Optional, kSecret);
  out.channel.has_api_key = !out.secrets.api_key.empty();
  out.channel.has_api_secret = !out.secrets.api_secret.empty();
  out.channel.has_auth_token = !out.secrets.auth_token.empty();
  out.channel.has_webhook_secret = !out.secrets.webhook_secret.empty();
}

/// The account field of that name as the plugin will see it; nothing for a name that is no account field.
std::optional<std::string_view> account_field(const ChannelDraft& draft, std::string_view name) {
  const std::array<std::pair<std::string_view, std::string_view>, 7> known{{
      {"account_id", draft.channel.account_id},
      {"api_url", draft.channel.api_url},
      {"sender_id", draft.channel.sender_id},
      {"api_key", draft.secrets.api_key},
      {"api_secret", draft.secrets.api_secret},
      {"auth_token", draft.secrets.auth_token},
      {"webhook_secret", draft.secrets.webhook_secret},
  }};
  const auto* found = std::ranges::find(known, name, &std::pair<std::string_view, std::string_view>::first);
  if (found == known.end()) return std::nullopt;
  return found->second;
}

}  // namespace

ChannelDraft read_channel_draft(const json::Document& body, std::vector<Problem>& problems) {
  json::Fields fields{body};
  ChannelDraft out;
  domain::Channel& channel = out.channel;
  channel.channel_type = read_channel_type(fields);
  channel.channel_name = fields.text("channel_name", Need::Required, kChannelName);
  channel.api_provider = fields.text("api_provider", Need::Required, kProvider);
  channel.api_url = read_url(fields, "api_url");
  channel.webhook_url = read_url(fields, "webhook_url");
  channel.account_id = fields.text("account_id", Need::Optional, kAccount);
  channel.sender_id = fields.text("sender_id", Need::Optional, kAccount);
  channel.priority = read_int(fields, "priority", kPriority, channel.priority);
  channel.retry_count = read_int(fields, "retry_count", kRetries, channel.retry_count);
  channel.timeout_seconds = read_int(fields, "timeout_seconds", kTimeout, channel.timeout_seconds);
  channel.active = fields.boolean("is_active", Need::Optional).value_or(true);
  out.register_webhook = fields.boolean("register_webhook", Need::Optional).value_or(false);
  read_secrets(fields, out);
  out.config = read_config(fields);
  if (auto done = fields.finish(); !done) problems = std::move(done).error().problems;
  return out;
}

std::vector<Problem> sheet_problems(const ChannelDraft& draft, const ProviderSheet& sheet) {
  std::vector<Problem> problems;
  if (!draft.channel.channel_type.empty() && sheet.offer.find(draft.channel.channel_type) == nullptr)
    problems.push_back({"/channel_type", "is not served by the provider " + sheet.offer.provider});
  for (const std::string& name : sheet.account_required) {
    const auto value = account_field(draft, name);
    if (value && value->empty())
      problems.push_back({json::pointer_step(name), "is required by the provider " + sheet.offer.provider});
  }
  for (Problem& problem : config_problems(draft.config, sheet))
    problems.push_back({"/config_json" + problem.pointer, std::move(problem.text)});
  return problems;
}

}  // namespace herald::api
