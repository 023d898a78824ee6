#include "host/api/channel_config.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "host/api/channel_draft.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 9> kHostKeys{
    "rate_per_second", "burst", "concurrency",      "message_class",
    "weight",          "poll",  "opt_out_handling", "opt_out_keywords",
    "opt_in_keywords"};
constexpr std::size_t kMostKeywords = 32;
constexpr std::size_t kLongestKeyword = 40;  ///< characters
constexpr std::int64_t kMostConcurrent = 1000;
constexpr std::int64_t kLargestWeight = 1000;

bool is_host_key(std::string_view name) { return std::ranges::find(kHostKeys, name) != kHostKeys.end(); }

void check_positive(const json::Document& config, std::string_view name, std::vector<Problem>& problems) {
  const auto value = config.member(name);
  if (!value) return;
  const auto number = value->real();
  if (!number || !(*number > 0)) problems.push_back({json::pointer_step(name), "expected a number above 0"});
}

void check_keywords(const json::Document& config, std::string_view name, std::vector<Problem>& problems) {
  const auto value = config.member(name);
  if (!value) return;
  const auto words = value->elements();
  const bool fit = value->kind() == json::Kind::Array && words.size() <= kMostKeywords &&
                   std::ranges::all_of(words, [](const json::Document& word) {
                     const std::size_t length = json::character_count(word.text().value_or(""));
                     return length >= 1 && length <= kLongestKeyword;
                   });
  if (!fit)
    problems.push_back(
        {json::pointer_step(name), "expected at most 32 words or phrases of 1 to 40 characters each"});
}

void check_opt_out(const json::Document& config, std::vector<Problem>& problems) {
  check_keywords(config, "opt_out_keywords", problems);
  check_keywords(config, "opt_in_keywords", problems);
  const auto value = config.member("opt_out_handling");
  const std::string word = value ? value->text().value_or("") : "host";
  if (word != "host" && word != "provider")
    problems.push_back({"/opt_out_handling", "expected host or provider"});
}

void check_poll(const json::Document& config, const ProviderSheet& sheet, std::vector<Problem>& problems) {
  const auto value = config.member("poll");
  if (!value) return;
  if (!value->boolean())
    problems.push_back({"/poll", "expected true or false"});
  else if (*value->boolean() && std::ranges::find(sheet.ops, "poll") == sheet.ops.end())
    problems.push_back({"/poll", "expected false: this provider cannot be polled"});
}

void check_host_keys(const json::Document& config, std::vector<Problem>& problems) {
  check_positive(config, "rate_per_second", problems);
  check_positive(config, "burst", problems);
  if (const auto value = config.member("concurrency")) {
    const auto number = value->integer();
    if (!number || *number < 1 || *number > kMostConcurrent)
      problems.push_back({"/concurrency", "expected a whole number from 1 to 1000"});
  }
  if (const auto value = config.member("weight")) {
    const auto number = value->integer();
    if (!number || *number < 1 || *number > kLargestWeight)
      problems.push_back({"/weight", "expected a whole number from 1 to 1000"});
  }
  if (const auto value = config.member("message_class")) {
    const std::string word = value->text().value_or("");
    if (word != "otp" && word != "transactional" && word != "marketing")
      problems.push_back({"/message_class", "expected one of otp, transactional, marketing"});
  }
}

/// The object again with the members that `keep` wants.
template <class Keep>
std::string filtered(const json::Document& config, Keep keep) {
  json::Writer writer;
  writer.begin_object();
  for (const std::string& name : config.names()) {
    if (keep(name)) writer.raw(name, config.member(name)->compact());
  }
  writer.end_object();
  return writer.take();
}

void write_set(json::Writer& writer, std::string_view name, const std::string& value) {
  if (!value.empty()) writer.text(name, value);
}

void write_secrets(json::Writer& writer, const domain::ChannelSecrets& secrets) {
  write_set(writer, "api_key", secrets.api_key);
  write_set(writer, "api_secret", secrets.api_secret);
  write_set(writer, "auth_token", secrets.auth_token);
  write_set(writer, "webhook_secret", secrets.webhook_secret);
}

}  // namespace

std::vector<Problem> config_problems(const json::Document& config, const ProviderSheet& sheet) {
  std::vector<Problem> problems;
  check_host_keys(config, problems);
  check_poll(config, sheet, problems);
  check_opt_out(config, problems);
  const auto rest = json::parse(filtered(config, [](const std::string& name) { return !is_host_key(name); }));
  for (Problem& problem : sheet.config_schema.check(rest.value())) problems.push_back(std::move(problem));
  return problems;
}

ConfigParts split_config(const json::Document& config, const std::vector<std::string>& secret_fields) {
  const auto is_secret = [&](const std::string& name) {
    return !is_host_key(name) && std::ranges::find(secret_fields, name) != secret_fields.end();
  };
  json::Writer keys;
  keys.begin_array();
  for (const std::string& name : config.names()) {
    if (is_secret(name)) keys.text(name);
  }
  keys.end_array();
  return {.open = filtered(config, [&](const std::string& name) { return !is_secret(name); }),
          .secret = filtered(config, is_secret),
          .secret_keys = keys.take()};
}

std::string account_json(const ChannelDraft& draft) {
  json::Writer writer;
  writer.begin_object().text("channel_id", draft.channel.id.text);
  write_set(writer, "api_url", draft.channel.api_url);
  write_set(writer, "account_id", draft.channel.account_id);
  write_set(writer, "sender_id", draft.channel.sender_id);
  write_secrets(writer, draft.secrets);
  writer.number("timeout_seconds", draft.channel.timeout_seconds)
      .raw("config", filtered(draft.config, [](const std::string& name) { return !is_host_key(name); }))
      .end_object();
  return writer.take();
}

std::string secrets_json(const domain::ChannelSecrets& secrets) {
  json::Writer writer;
  writer.begin_object();
  write_secrets(writer, secrets);
  writer.raw("config", secrets.config_json.empty() ? "{}" : secrets.config_json).end_object();
  return writer.take();
}

}  // namespace herald::api
