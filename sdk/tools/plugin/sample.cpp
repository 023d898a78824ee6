#include "sdk/tools/plugin/sample.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sdk/tools/plugin/golden.hpp"
#include "sdk/tools/plugin/golden_wire.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

std::string read_file(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream{file, std::ios::binary}.rdbuf();
  return std::move(text).str();
}

std::vector<fs::path> golden_files(const Sources& sources, std::string_view ending) {
  std::vector<fs::path> files;
  if (sources.golden.empty() || !fs::is_directory(sources.golden)) return files;
  for (const auto& entry : fs::directory_iterator{sources.golden})
    if (entry.path().filename().string().ends_with(ending)) files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

/// A text message without attachments comes first, then any that leads to a request.
json golden_message(const Sources& sources) {
  json best;
  for (const auto& file : golden_files(sources, ".message.json")) {
    const json given = json::parse(read_file(file), nullptr, false);
    std::string plan = file.string();
    plan.replace(plan.size() - 13, 13, ".plan.json");
    if (!given.is_object() || given.value("op", "send") != "send" || !fs::exists(plan)) continue;
    const json message = given.value("input", json::object()).value("message", json::object());
    const bool simple = message.value("type", "") == "TEXT" && message.contains("text") &&
                        message.value("attachments", json::array()).empty() &&
                        message.value("options", json::object()).empty();
    if (simple) return given;
    if (best.is_null()) best = given;
  }
  for (const auto& file : golden_files(sources, ".dialogue")) {
    if (!best.is_null()) break;
    std::ifstream lines{file};
    std::string account, input;
    std::getline(lines, account);
    std::getline(lines, input);
    best = {{"account", json::parse(account, nullptr, false)}, {"input", json::parse(input, nullptr, false)}};
    if (!best["account"].is_object() || !best["input"].is_object() || !best["input"].contains("message"))
      best = nullptr;
  }
  return best;
}

std::string made_up(const json& schema) {
  if (schema.contains("const") && schema["const"].is_string()) return schema["const"];
  if (schema.contains("enum") && schema["enum"].is_array() && !schema["enum"].empty() &&
      schema["enum"][0].is_string())
    return schema["enum"][0];
  const auto least = schema.value("minLength", json{});
  std::string text = "example-value";
  if (least.is_number_unsigned())
    text.resize(std::max(text.size(), std::min(least.get<std::size_t>(), std::size_t{4096})), 'x');
  return text;
}

json made_up_config(const json& schema) {
  json config = json::object();
  const json required = schema.is_object() ? schema.value("required", json::array()) : json::array();
  const json properties = schema.is_object() ? schema.value("properties", json::object()) : json::object();
  if (!required.is_array() || !properties.is_object()) return config;
  for (const auto& key : required) {
    if (!key.is_string()) continue;
    const json one = properties.value(key.get<std::string>(), json::object());
    const json type = one.is_object() ? one.value("type", json("string")) : json("string");
    auto& slot = config[key.get<std::string>()];
    if (type == "integer" || type == "number")
      slot = one.value("minimum", json(1));
    else if (type == "boolean")
      slot = true;
    else if (type == "array")
      slot = json::array();
    else if (type == "object")
      slot = json::object();
    else
      slot = made_up(one.is_object() ? one : json::object());
  }
  return config;
}

/// The channel that examples are for, and what its addresses are.
std::string first_channel(const json& descriptor) {
  const json channels = descriptor.is_object() ? descriptor.value("channels", json::array()) : json{};
  return channels.is_array() && !channels.empty() && channels[0].is_string() ? channels[0] : json("SMS");
}
std::string address_kind(const json& descriptor) {
  const json kinds = descriptor.is_object() ? descriptor.value("address_kind", json::object()) : json{};
  const json kind = kinds.is_object() ? kinds.value(first_channel(descriptor), json("phone")) : json{};
  return kind.is_string() ? kind : json("phone");
}

json made_up_account(const json& descriptor, const json& schema) {
  json account{{"channel_id", "0192f0c4-0000-7000-8000-00000000c001"},
               {"account_id", "example-account"},
               {"sender_id", address_kind(descriptor) == "email" ? "sender@example.org" : "+15005550006"},
               {"api_key", "canary-api-key-5b1d0c"},
               {"api_secret", "canary-api-secret-77e2a9"},
               {"auth_token", "canary-auth-token-c0ffee"},
               {"webhook_secret", "canary-webhook-secret-1f4b"},
               {"config", made_up_config(schema)}};
  const json required = descriptor.is_object() ? descriptor.value("account_required", json::array()) : json{};
  if (std::ranges::find(required, json("api_url")) != required.end())
    account["api_url"] = "https://api.example.net";
  return account;
}

json made_up_message(const json& descriptor) {
  const std::string channel = first_channel(descriptor), kind = address_kind(descriptor);
  std::string to = "+447700900123";
  if (kind == "email") to = "rcpt@example.net";
  if (kind == "telegram") to = "123456789";
  json message{{"id", "0192f0c4-0000-7000-8000-00000000a001"},
               {"attempt_ref", "0192f0c4-0000-7000-8000-00000000b001"},
               {"attempt_no", 1},
               {"channel", channel},
               {"type", "TEXT"},
               {"to", to},
               {"text", "Your code is 4471"},
               {"attachments", json::array()},
               {"options", json::object()},
               {"metadata", json::object()},
               {"message_class", "transactional"}};
  if (kind == "email") message["subject"] = "Your code";
  return {{"now_ms", 1732357000000},
          {"callback_url",
           "https://hooks.herald.example/api/v1/communication/webhooks/x/0192f0c4-0000-7000-"
           "8000-00000000c001"},
          {"message", message}};
}

/// What --config gave, laid over an account: it may be an account, its config, or {"account":…}.
json with_given(json account, const std::string& text) {
  json given = json::parse(text, nullptr, false);
  if (!given.is_object()) return account;
  if (given.contains("account") && given["account"].is_object()) given = given["account"];
  bool whole = given.contains("config");
  for (const char* key : {"account_id", "api_key", "api_secret", "auth_token", "api_url", "sender_id"})
    whole = whole || given.contains(key);
  if (!whole) {
    account["config"] = given;
    return account;
  }
  if (!given.contains("channel_id")) given["channel_id"] = account["channel_id"];
  if (!given.contains("config")) given["config"] = json::object();
  return given;
}

}  // namespace

sdk::testing::Step sample_step(const Sources& sources, const json& descriptor, const json& schema) {
  const json golden = golden_message(sources);
  json account = made_up_account(descriptor, schema), input = made_up_message(descriptor);
  if (golden.is_object()) {
    account = golden.value("account", account);
    input = golden.value("input", input);
  }
  if (!sources.config.empty()) account = with_given(account, sources.config);
  return {.op = "send", .input = input.dump(), .account = account.dump()};
}

namespace {

/// The recorded answers to a webhook's own requests: `X.plan.json` has the URL, `X.response.http` the answer,
/// `X@2.…` those to the next one.
KnownAnswers recorded_answers(const fs::path& folder, const std::string& name) {
  KnownAnswers answers;
  for (int i = 1; i <= kMostWebhookRequests; ++i) {
    const std::string step = name + (i == 1 ? "" : "@" + std::to_string(i));
    const json plan = json::parse(read_file(folder / (step + ".plan.json")), nullptr, false);
    const std::string text = read_file(folder / (step + ".response.http"));
    const json::json_pointer url{"/request/url"};
    if (text.empty() || !plan.is_object() || !plan.contains(url) || !plan.at(url).is_string()) break;
    const testing::HttpText http = testing::read_http(text);
    const std::size_t blank = http.start.find(' ');
    const int status = blank == std::string::npos ? 0 : std::atoi(http.start.c_str() + blank);
    answers[plan.at(url)] = {
        .status = status, .body = http.body, .headers_json = testing::headers_json(http)};
  }
  return answers;
}

}  // namespace

std::vector<WebhookSample> sample_webhooks(const Sources& sources) {
  std::vector<WebhookSample> samples;
  for (const auto& file : golden_files(sources, ".webhook.http")) {
    std::string name = file.filename().string();
    name.resize(name.size() - std::string_view{".webhook.http"}.size());
    try {
      const auto read = testing::golden_webhook(sources.golden, name);
      samples.push_back({name,
                         {.op = "webhook", .input = read.input, .account = read.account, .bytes = read.body},
                         recorded_answers(sources.golden, name)});
    } catch (const std::exception&) {
      continue;  // the golden test says what is wrong with the file
    }
  }
  return samples;
}

std::string webhook_input(const std::string& method, const std::string& headers_json) {
  json request{{"method", method},
               {"url", "https://hooks.herald.example/api/v1/communication/webhooks/x/1"},
               {"target", "/api/v1/communication/webhooks/x/1"},
               {"headers", json::parse(headers_json)},
               {"remote_ip", "203.0.113.7"}};
  return json{{"now_ms", 1732357000000}, {"request", request}}.dump();
}

}  // namespace herald::kit
