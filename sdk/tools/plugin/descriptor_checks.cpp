// The descriptor: what the host decides by.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/elf_file.hpp"
#include "sdk/tools/plugin/schema.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

const json kChannels{"SMS", "EMAIL", "WHATSAPP", "TELEGRAM", "VOICE", "PUSH"};
const json kOps{"send",         "cancel",
                "mark_read",    "lookup",
                "upload_media", "fetch_media",
                "test_account", "register_webhook",
                "webhook",      "poll",
                "price",        "sync_templates",
                "redact",       "unregister_webhook",
                "token",        "originate",
                "hangup",       "transfer",
                "record"};

json manifest_of(const Target& target) { return json::parse(manifest_text(target.file), nullptr, false); }

/// A list of texts out of a closed set, each once.
void check_list(const json& facts, const char* key, const json& known, Findings& findings) {
  const json list = facts.value(key, json{});
  if (!list.is_array() || list.empty())
    return findings.add(std::string{"a list of "} + key, shown(list.dump()));
  for (const auto& one : list) {
    findings.expect(std::ranges::find(known, one) != known.end(), std::string{"known "} + key,
                    shown(one.dump()));
    findings.expect(std::ranges::count(list, one) == 1, std::string{"each of "} + key + " once",
                    shown(one.dump()));
  }
}

void check_limits(const json& facts, Findings& findings) {
  const json known{"text_chars",  "text_bytes",       "subject_chars", "html_bytes",
                   "attachments", "attachment_bytes", "total_bytes"};
  const json limits = facts.value("limits", json{});
  if (!limits.is_object()) return findings.add("limits as an object by channel", shown(limits.dump()));
  const json channels = facts.value("channels", json::array());
  for (const auto& [channel, one] : limits.items()) {
    findings.expect(std::ranges::find(channels, json(channel)) != channels.end(),
                    "limits of its own channels", shown(channel));
    if (!one.is_object()) {
      findings.add("limits of a channel as an object", shown(one.dump()));
      continue;
    }
    for (const auto& [key, value] : one.items()) {
      findings.expect(std::ranges::find(known, json(key)) != known.end(), "limits that the host knows",
                      shown(key));
      const bool none_is_sensible = key.starts_with("attachment");
      findings.expect(value.is_number_integer() && value >= (none_is_sensible ? 0 : 1),
                      "a limit as a positive integer", channel + "." + key + " " + shown(value.dump()));
    }
  }
}

void check_channels(const json& facts, Findings& findings) {
  const json types{"TEXT",     "IMAGE",   "VIDEO",       "AUDIO",   "FILE", "TEMPLATE",
                   "LOCATION", "CONTACT", "INTERACTIVE", "STICKER", "RICH"};
  const json kinds{"phone", "email", "telegram", "whatsapp"};
  const json messages = facts.value("message_types", json{}), addresses = facts.value("address_kind", json{});
  for (const auto& channel : facts.value("channels", json::array())) {
    if (!channel.is_string()) continue;
    const json list = messages.is_object() ? messages.value(channel.get<std::string>(), json{}) : json{};
    findings.expect(list.is_array() && !list.empty(), "message_types of " + channel.dump(),
                    shown(list.dump()));
    for (const auto& type : list)
      findings.expect(std::ranges::find(types, type) != types.end(), "known message types",
                      shown(type.dump()));
    const json kind = addresses.is_object() ? addresses.value(channel.get<std::string>(), json{}) : json{};
    findings.expect(std::ranges::find(kinds, kind) != kinds.end(), "the address_kind of " + channel.dump(),
                    shown(kind.dump()));
  }
  for (const json* map : {&messages, &addresses})
    if (map->is_object())
      for (const auto& [channel, one] : map->items())
        findings.expect(std::ranges::count(facts.value("channels", json::array()), json(channel)) == 1,
                        "facts of its own channels only", shown(channel));
}

void check_hosts(const json& facts, Findings& findings) {
  const json hosts = facts.value("egress_hosts", json{});
  if (!hosts.is_array()) return findings.add("a list of egress_hosts", shown(hosts.dump()));
  const std::regex name{R"((\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]|localhost)"};
  const std::regex broad{R"(\*\.[a-z]+)"};
  for (const auto& one : hosts) {
    const std::string text =
        one.is_string() ? one.get<std::string>().substr(0, 300) : one.dump().substr(0, 300);
    findings.expect(std::regex_match(text, name) && !std::regex_match(text, broad),
                    "host names in egress_hosts (or *.example.com)", shown(text));
  }
}

bool lists(const json& facts, const char* op) {
  const json ops = facts.value("ops", json::array());
  return std::ranges::find(ops, json(op)) != ops.end();
}

void check_webhook_facts(const json& facts, Findings& findings) {
  const json secret = facts.value("webhook_secret", json(false));
  findings.expect(secret.is_boolean(), "true or false as webhook_secret, or none", shown(secret.dump()));
  findings.expect(secret != true || lists(facts, "register_webhook"),
                  "webhook_secret of a plugin that lists register_webhook", "true without it");
  findings.expect(!lists(facts, "unregister_webhook") || lists(facts, "register_webhook"),
                  "unregister_webhook beside register_webhook", "it alone");
}

/// When a price is known that is not told at once: as the host takes it, which passes over any other.
void check_price_facts(const json& facts, bool streams, Findings& findings) {
  constexpr int kLeastSeconds = 60;
  constexpr int kMostSeconds = 86'400;
  const bool has = facts.contains("price");
  findings.expect(has == lists(facts, "price"), "\"price\" and the op price, both or neither",
                  has ? "no such op" : "the op alone");
  findings.expect(!streams || !has, "\"price\" of a plugin that makes requests",
                  "one that holds a connection");
  if (!has) return;
  const json after = facts["price"].is_object() ? facts["price"].value("after_s", json{}) : json{};
  findings.expect(after.is_number_integer() && after >= kLeastSeconds && after <= kMostSeconds,
                  "price.after_s as an integer from 60 to 86400", shown(facts["price"].dump()));
}

void check_facts(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Outcome made = subject.descriptor();
  const json facts = read(made);
  if (!facts.is_object())
    return findings.add("a descriptor that is a JSON object", shown(made.ok() ? made.json : made.reason));
  findings.expect(subject.descriptor() == made, "the same descriptor each time", "another one");
  const json manifest = manifest_of(target);
  const json named = manifest.is_object() ? manifest.value("provider", json{}) : json{};
  findings.expect(facts.value("provider", json{}) == named, "the manifest's provider, " + named.dump(),
                  shown(facts.value("provider", json{}).dump()));
  check_list(facts, "channels", kChannels, findings);
  check_list(facts, "ops", kOps, findings);
  check_channels(facts, findings);
  check_limits(facts, findings);
  check_hosts(facts, findings);
  const json fields{"account_id", "sender_id",      "api_key", "api_secret",
                    "auth_token", "webhook_secret", "api_url"};
  for (const auto& key : facts.value("account_required", json::array()))
    findings.expect(std::ranges::find(fields, key) != fields.end(),
                    "account_required that names account fields", shown(key.dump()));
  findings.expect(facts.value("account_required", json{}).is_array(), "a list account_required",
                  "another type or none");
  check_webhook_facts(facts, findings);
  check_price_facts(facts, subject.streams(), findings);
  for (const char* key : {"late_bounce", "idempotency_key", "lookup"})
    findings.expect(facts.value(key, json{}).is_boolean(), std::string{"true or false as "} + key,
                    shown(facts.value(key, json{}).dump()));
  const json rate = facts.value("default_rate_per_second", json{});
  findings.expect(rate.is_number() && rate > 0, "default_rate_per_second above 0", shown(rate.dump()));
}

void check_agreement(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const json& facts = subject.facts();
  findings.expect(lists(facts, "send"), "the op send", "no such op");
  findings.expect(facts.value("lookup", json{}) != true || lists(facts, "lookup"),
                  "the op lookup, as \"lookup\" is true", "no such op");
  findings.expect(!lists(facts, "lookup") || facts.value("lookup", json{}) == true,
                  "\"lookup\":true, as the op is listed", "false");
  findings.expect(!lists(facts, "webhook") ||
                      (facts.value("signature", json{}).is_string() && facts.value("signature", "") != ""),
                  "what the signature of webhooks is (\"signature\")", "none");
  const json manifest = manifest_of(target);
  if (manifest.is_object() && manifest.contains("secrets")) {
    findings.expect(manifest["secrets"].is_array(), "a list of operations as the manifest's secrets",
                    shown(manifest["secrets"].dump()));
    for (const auto& op : manifest["secrets"])
      findings.expect(op.is_string() && lists(facts, op.get<std::string>().c_str()),
                      "secrets for operations that the descriptor lists", shown(op.dump()));
  }
  const json options = facts.value("options_schema", json{});
  if (!options.is_object()) return findings.add("an options_schema", shown(options.dump()));
  findings.expect(options.value("type", json{}) == "object", "an options_schema of type object",
                  shown(options.value("type", json{}).dump()));
  for (const std::string& problem : schema_problems(options))
    findings.add("an options_schema with keywords that the host knows", problem);
}

/// The verdict of a reply of either tier; an empty object without one.
json verdict_of(const Outcome& made) {
  const json reply = read(made);
  if (!reply.is_object()) return json::object();
  for (const json& action : reply.value("actions", json::array()))
    if (action.is_object() && action.contains("verdict")) return action["verdict"];
  return reply.value("verdict", json::object());
}

/// Ops that are listed do something, others are refused in the right words.
void check_ops(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Step step = subject.sample();
  for (const std::string& op : kOps.get<std::vector<std::string>>()) {
    if (lists(subject.facts(), op.c_str())) continue;
    for (const std::string& name : {op, op + "x"}) {
      const Outcome made = subject.plan({.op = name, .input = step.input, .account = step.account});
      const json verdict = verdict_of(made);
      findings.expect(made.ok() && verdict.value("kind", json{}) == "rejected" &&
                          verdict.value("class", json{}) == "unsupported",
                      "the verdict rejected, class unsupported, for the unlisted op " + name,
                      shown(made.ok() ? made.json : made.reason));
    }
  }
  const Outcome none = subject.plan({.op = "", .input = step.input, .account = step.account});
  findings.expect(kind_of(none) == "rejected" || kind_of(none) == "failure", "the empty op to be refused",
                  kind_of(none));
  if (!lists(subject.facts(), "test_account") || subject.streams()) return;  // stream.account checks it
  const Outcome tested =
      subject.plan({.op = "test_account", .input = R"({"now_ms":1732357000000})", .account = step.account});
  const json request = read(tested).value("request", json::object());
  findings.expect(kind_of(tested) != "request" || request.value("commits", json{}) == false,
                  "requests of test_account with commits false", "true");
  findings.expect(kind_of(tested) == "request" || kind_of(tested) == "ok" || kind_of(tested) == "rejected" ||
                      kind_of(tested) == "auth_failed",
                  "test_account to plan a request", kind_of(tested));
}

constexpr Check kDescriptorChecks[]{
    {"descriptor.facts", "The descriptor has what the host needs, in the right types", &check_facts},
    {"descriptor.agreement", "Descriptor, manifest and operations agree", &check_agreement},
    {"descriptor.ops", "An op that is not listed is refused as unsupported", &check_ops}};

}  // namespace

std::span<const Check> descriptor_checks() { return kDescriptorChecks; }

}  // namespace herald::kit
