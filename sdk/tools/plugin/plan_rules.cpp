#include "sdk/tools/plugin/plan_rules.hpp"

#include <herald/text.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "sdk/tools/plugin/secrets.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

std::string host_in(const std::string& url) {
  std::smatch parts;
  if (!std::regex_match(url, parts, std::regex{R"(https?://([^/?#@:]+)(:[0-9]+)?([/?][\x21-\x7e]*)?)"}))
    return "";
  return parts[1];
}

bool covers(const json& pattern, const std::string& host) {
  if (!pattern.is_string()) return false;
  const auto text = pattern.get<std::string>();
  return text.starts_with("*.") ? host.ends_with(text.substr(1)) : text == host;
}

void judge_url(Subject& subject, const Step& step, const json& request) {
  Findings& findings = subject.findings();
  const json url = request.value("url", json{});
  const std::string text = url.is_string() ? url.get<std::string>() : "";
  const std::string host = host_in(text.substr(0, 4000));
  if (host.empty() || text.find('#') != std::string::npos)
    return findings.add("an absolute URL with encoded path and query, without credentials",
                        shown(url.dump()));
  const json account = json::parse(step.account, nullptr, false);
  const std::string own =
      account.is_object() && account.value("api_url", json{}).is_string() ? account.value("api_url", "") : "";
  if (!own.empty()) {
    findings.expect(host == host_in(own), "a request to account.api_url", shown(text));
  } else {
    const json hosts = subject.facts().value("egress_hosts", json::array());
    const bool local = host == "127.0.0.1" || host == "localhost";
    findings.expect(text.starts_with("https://") || local, "https", shown(text));
    findings.expect(std::ranges::any_of(hosts, [&](const auto& one) { return covers(one, host); }),
                    "a host that egress_hosts lists", host);
  }
  const std::regex encoded{"%(?![0-9A-Fa-f]{2})"};
  findings.expect(!std::regex_search(text, encoded), "percent-encoding in the URL", shown(text));
}

void judge_headers(const json& request, Findings& findings) {
  const json headers = request.value("headers", json::array());
  if (!headers.is_array()) return findings.add("headers as a list", shown(headers.dump()));
  for (const auto& one : headers) {
    if (!one.is_array() || one.size() != 2 || !one[0].is_string() || !one[1].is_string()) {
      findings.add("headers as [\"Name\",\"value\"]", shown(one.dump()));
      continue;
    }
    const auto name = one[0].get<std::string>(), value = one[1].get<std::string>();
    for (const char* own :
         {"Host", "Content-Length", "Connection", "Accept-Encoding", "Transfer-Encoding", "Expect"})
      findings.expect(!sdk::same_name(name, own), "no header that is the host's", name);
    findings.expect(std::regex_match(name.substr(0, 200), std::regex{"[!#$%&'*+.^_`|~0-9A-Za-z-]+"}),
                    "a header name", shown(name));
    findings.expect(std::ranges::none_of(value, [](unsigned char c) { return c < ' ' && c != '\t'; }),
                    "header values without line breaks and control characters", name + ": " + shown(value));
  }
}

void judge_body(const json& request, const std::string& bytes, Findings& findings) {
  const json body = request.value("body", json::array());
  if (!body.is_array()) return findings.add("a body as a list of segments", shown(body.dump()));
  const json encodings{"none", "base64", "base64_mime"};
  for (const auto& one : body) {
    const bool shaped =
        one.is_object() && (one.contains("text") + one.contains("range") + one.contains("blob") == 1);
    findings.expect(shaped, "segments with one of text, range, blob", shown(one.dump()));
    if (!shaped) continue;
    if (one.contains("text"))
      findings.expect(one["text"].is_string(), "text in a text segment", shown(one.dump()));
    if (one.contains("blob"))
      findings.expect(std::ranges::find(encodings, one.value("encode", json("none"))) != encodings.end(),
                      "a known encode", shown(one.dump()));
    if (!one.contains("range")) continue;
    const json off = one["range"].value("off", json{}), len = one["range"].value("len", json{});
    findings.expect(off.is_number_unsigned() && len.is_number_unsigned() && off <= bytes.size() &&
                        len <= bytes.size() - off.get<std::size_t>(),
                    "ranges inside the bytes of the reply (" + std::to_string(bytes.size()) + ")",
                    shown(one.dump()));
  }
  const std::string method = request.value("method", json{}).is_string() ? request.value("method", "") : "";
  findings.expect(method != "GET" || body.empty(), "no body with GET", "one");
}

/// Secrets stand in headers, or where `redact` says so.
void judge_secrets(Subject& subject, const Step& step, const json& plan, const std::string& bytes) {
  Findings& findings = subject.findings();
  const Secrets secrets{step.account, subject.facts().value("config_secrets", json::array()).dump()};
  const json& request = plan["request"];
  const json redact = request.value("redact", json::array());
  if (!redact.is_array()) return findings.add("redact as a list of texts", shown(redact.dump()));
  const auto covered = [&](std::string text) {
    for (const auto& one : redact) {
      if (!one.is_string() || one.get_ref<const std::string&>().empty()) continue;
      const auto& hidden = one.get_ref<const std::string&>();
      for (auto at = text.find(hidden); at != std::string::npos; at = text.find(hidden, at + 1))
        text.replace(at, hidden.size(), "*");
    }
    return text;
  };
  const std::string url = covered(request.value("url", json{}).is_string() ? request.value("url", "") : "");
  findings.expect(!secrets.leaks_into(url), "redact to name the secret in the URL", "one that is not named");
  for (const auto& header : request.value("headers", json::array()))
    if (header.is_array() && header.size() == 2 && header[1].is_string())
      findings.expect(!secrets.encoded_in(covered(header[1].get<std::string>())),
                      "redact to name the encoded secret in a header",
                      "one in " + shown(header[0].dump()) + " that is not named");
  findings.expect(!secrets.leaks_into(covered(body_of(request, bytes))),
                  "redact to name the secret in the body", "one that is not named");
  findings.expect(!secrets.leaks_into(plan.value("state", json{}).dump()), "a state without secrets",
                  "one of the account's");
  for (const auto& [key, value] : request.items())
    if (key != "url" && key != "headers" && key != "body" && key != "redact")
      findings.expect(!secrets.leaks_into(value.dump()), "no secret in " + key, "one of the account's");
}

}  // namespace

std::string body_of(const json& request, const std::string& bytes) {
  std::string body;
  const json segments = request.value("body", json::array());
  if (!segments.is_array()) return body;
  for (const auto& one : segments) {
    if (!one.is_object()) continue;
    if (one.value("text", json{}).is_string()) body += one["text"].get<std::string>();
    if (!one.contains("range") || !one["range"].is_object()) continue;
    const json off = one["range"].value("off", json{}), len = one["range"].value("len", json{});
    if (off.is_number_unsigned() && len.is_number_unsigned() && off <= bytes.size())
      body += bytes.substr(off.get<std::size_t>(), len.get<std::size_t>());
  }
  return body;
}

bool carries(const json& request, const std::string& bytes, const std::string& text) {
  const std::string body = body_of(request, bytes);
  const json document = json::parse(body, nullptr, false);
  if (document.is_structured()) {
    const json leaves = document.flatten();
    return std::ranges::any_of(leaves, [&](const json& one) {
      return one.is_string() && one.get_ref<const std::string&>().find(text) != std::string::npos;
    });
  }
  const json headers = request.value("headers", json::array());
  const bool form = headers.dump().find("x-www-form-urlencoded") != std::string::npos;
  if (!form && body.find(text) != std::string::npos) return true;
  for (std::size_t at = 0; at < body.size();) {
    const auto end = std::min(body.find('&', at), body.size());
    if (sdk::percent_decode(body.substr(at, end - at)).find(text) != std::string::npos) return true;
    at = end + 1;
  }
  const std::string url = request.value("url", json{}).is_string() ? request.value("url", "") : "";
  return sdk::percent_decode(url).find(text) != std::string::npos;
}

void judge_plan(Subject& subject, const Step& step, const Outcome& made) {
  Findings& findings = subject.findings();
  findings.expect(made.json.size() <= (1U << 20U), "at most 1 MiB of JSON",
                  std::to_string(made.json.size()) + " bytes");
  findings.expect(made.bytes.size() <= (32U << 20U), "at most 32 MiB of bytes",
                  std::to_string(made.bytes.size()));
  const json plan = read(made);
  if (!plan.is_object() || !plan.contains("request")) return;
  findings.expect(!plan.contains("verdict"), "a request or a verdict", "both");
  const json& request = plan["request"];
  if (!request.is_object()) return findings.add("a request that is an object", shown(request.dump()));
  const json methods{"GET", "POST", "PUT", "PATCH", "DELETE"};
  findings.expect(std::ranges::find(methods, request.value("method", json{})) != methods.end(),
                  "a method of HTTP", shown(request.value("method", json{}).dump()));
  findings.expect(request.value("commits", json{}).is_boolean(), "commits to be true or false",
                  shown(request.value("commits", json{}).dump()));
  const json wait = request.value("timeout_ms", json(10000));
  findings.expect(wait.is_number_integer() && wait > 0 && wait <= 120000, "timeout_ms from 1 to 120000",
                  shown(wait.dump()));
  const json state = plan.value("state", json::object());
  findings.expect(state.is_object() && state.dump().size() <= 16384,
                  "a state that is an object of at most 16 KiB",
                  std::to_string(state.dump().size()) + " bytes");
  judge_url(subject, step, request);
  judge_headers(request, findings);
  judge_body(request, made.bytes, findings);
  judge_secrets(subject, step, plan, made.bytes);
}

}  // namespace herald::kit
