// herald.config/1: what an operator fills in.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/schema.hpp"
#include "sdk/tools/plugin/secrets.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

/// A name that an author would only give to a secret.
bool sounds_secret(const std::string& name) {
  if (name.find("public") != std::string::npos) return false;
  for (const char* word :
       {"secret", "password", "passwd", "private_key", "api_key", "auth_token", "access_token"})
    if (name.find(word) != std::string::npos) return true;
  return name == "token" || name.ends_with("_token") || name.ends_with("_tokens");
}

void check_schema(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Outcome made = subject.schema();
  const json schema = read(made);
  if (!schema.is_object()) return findings.add("a JSON Schema as an object", shown(made.json));
  findings.expect(schema.value("type", json{}) == "object", "a schema of type object",
                  schema.value("type", json{}).dump());
  for (const std::string& problem : schema_problems(schema))
    findings.add("keywords that the host knows", problem);
  const json properties = schema.value("properties", json::object());
  if (properties.is_object())
    for (const auto& [key, one] : properties.items())
      findings.expect(!sounds_secret(key) || (one.is_object() && (one.value("secret", json{}) == true ||
                                                                  one.value("type", json{}) == "boolean")),
                      "\"secret\":true at a property that holds one", key);
  findings.expect(subject.schema() == made, "the same schema each time", "another one");
}

/// The problems of an outcome of validate(), each checked for its shape.
json problems_of(Subject& subject, const std::string& account) {
  const Outcome made = subject.validate(account);
  if (!made.ok()) {
    subject.findings().add("validate() to judge an account that is JSON", shown(made.reason));
    return json::array();
  }
  const json problems = made.json.empty() ? json::array() : read(made);
  if (!problems.is_array()) {
    subject.findings().add("an array of problems from validate()", shown(made.json));
    return json::array();
  }
  for (const auto& one : problems) {
    const bool shaped =
        one.is_object() && one.value("pointer", json{}).is_string() &&
        one.value("text", json{}).is_string() && !one.value("text", std::string{}).empty() &&
        (one.value("pointer", std::string{}).empty() || one.value("pointer", std::string{})[0] == '/');
    subject.findings().expect(shaped, "problems of the shape {\"pointer\":\"/…\",\"text\":\"…\"}",
                              shown(one.dump()));
  }
  const Secrets secrets{account, subject.facts().value("config_secrets", json::array()).dump()};
  subject.findings().expect(!secrets.leaks_into(made.json), "problems without secrets",
                            "one of the account's");
  return problems;
}

void check_example(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  json account = json::parse(subject.sample().account);
  const json schema = read(subject.schema());
  for (const std::string& one : violations(schema, account.value("config", json::object()), "/config"))
    findings.add("an example that fits the schema (give one with --config)", one);
  const json problems = problems_of(subject, account.dump());
  findings.expect(problems.empty(), "no problem with the example account", shown(problems.dump()));
  findings.expect(problems_of(subject, account.dump()) == problems, "the same judgement each time",
                  "another one");
  account["zz_unknown"] = "x";
  findings.expect(problems_of(subject, account.dump()) == problems, "an unknown key to be ignored",
                  "a problem with it");
}

/// Without a member of the config either somebody complains or messages can still be planned.
void judge_without(Subject& subject, const json& schema, const json& without, const std::string& key) {
  const json config = without.value("config", json::object());
  if (!problems_of(subject, without.dump()).empty() || !violations(schema, config, "/config").empty()) return;
  const std::string kind =
      kind_of(subject.plan({.op = "send", .input = subject.sample().input, .account = without.dump()}));
  subject.findings().expect(
      kind != "failure" && kind != "nothing",
      "a schema that requires config." + key + ", or a problem from validate() without it",
      "no complaint, yet plan fails");
}

/// Without what is required there must be a problem that names it, from validate() or from the schema.
void check_required(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const json account = json::parse(subject.sample().account);
  const json schema = read(subject.schema());
  const json config = account.value("config", json::object());
  for (const auto& member : config.items()) {
    const std::string& key = member.key();
    json without = account;
    without["config"].erase(key);
    judge_without(subject, schema, without, key);
  }
  for (const auto& key : subject.facts().value("account_required", json::array())) {
    json without = account;
    if (key.is_string()) without.erase(key.get<std::string>());
    const std::string pointer = key.is_string() ? "/" + key.get<std::string>() : "";
    for (const auto& one : problems_of(subject, without.dump()))
      findings.expect(one.value("pointer", "") == pointer || one.value("pointer", "").starts_with("/config"),
                      "a problem that points at what is missing, " + pointer, shown(one.dump()));
    const std::string kind =
        kind_of(subject.plan({.op = "send", .input = subject.sample().input, .account = without.dump()}));
    findings.expect(kind != "accepted", "no acceptance without " + pointer, kind);
  }
}

void check_hostile(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  problems_of(subject, R"({"channel_id":"c","config":{}})");
  json account = json::parse(subject.sample().account);
  for (const json& odd :
       {json{}, json(0), json(""), json::array(), json::object(), json(std::string(1U << 20U, 'x'))})
    for (const char* key :
         {"account_id", "api_key", "auth_token", "api_url", "sender_id", "timeout_seconds"}) {
      json changed = account;
      changed[key] = odd;
      problems_of(subject, changed.dump());
    }
  const json schema = read(subject.schema());
  const json properties = schema.is_object() ? schema.value("properties", json::object()) : json::object();
  for (const auto& [key, one] : properties.items())
    for (const json& odd : {json{}, json(-1), json(""), json::array({1}), json::object()}) {
      json changed = account;
      changed["config"][key] = odd;
      problems_of(subject, changed.dump());
    }
}

constexpr Check kConfigChecks[]{
    {"config.schema", "The schema is one, and marks secrets", &check_schema},
    {"config.example", "An example account passes and an unknown key does not matter", &check_example},
    {"config.required", "What is missing is named", &check_required},
    {"config.hostile", "Values of any kind and size are judged", &check_hostile}};

}  // namespace

std::span<const Check> config_checks() { return kConfigChecks; }

}  // namespace herald::kit
