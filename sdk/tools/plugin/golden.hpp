#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace herald::testing {

/// What a run over a folder of golden files found. [value]
struct GoldenReport {
  int compared{0};                      ///< files that were compared (or, when recording, written)
  std::vector<std::string> complaints;  ///< one per difference; empty when all is well
};

/// Runs a built provider plugin against the golden files of `folder` and compares byte for byte.
///
///     X.message.json   {"input":{…},"account":{…},"op"?:"send","blobs"?:{"b1":"bytes"}}, by hand
///     X.request.http   what goes on the wire: request line, Host, the plan's headers, Content-Length,
///                      blank line, body; lines end with CR LF
///     X.plan.json      the rest of the plan: url, commits, timeout_ms, redact, state
///     X.response.http  the provider's answer, by hand (lines of the head may end with LF alone)
///     X.verdict.json   what on_response made of it, or plan when it needs no request
///     X.webhook.http   a request of the provider to us, by hand
///     X.webhook.json   {"now_ms":…,"account":{…},"remote_ip"?:"…"}, by hand; url is https:// Host target
///     X.events.json    the verdict on it
///
/// A variant `X.limited.response.http` uses X.message.json (X.webhook.http likewise X.webhook.json).
/// Further requests of one loop are `X@2.request.http`, `X@2.plan.json`, `X@2.response.http`, ….
/// A file that no case uses is a complaint. With HERALD_TEST_RECORD=1 in the environment the files
/// that are not made by hand are written instead. Throws std::runtime_error when the plugin cannot be
/// loaded.
GoldenReport run_golden(const std::filesystem::path& plugin, const std::filesystem::path& folder);

/// The inputs of a webhook case. [value]
struct WebhookCase {
  std::string input{}, account{}, body{};
};
/// Reads `name`.webhook.http and the webhook.json that belongs to it. Throws std::runtime_error for files
/// that are not as above.
WebhookCase golden_webhook(const std::filesystem::path& folder, const std::string& name);

}  // namespace herald::testing
