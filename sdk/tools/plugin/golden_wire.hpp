#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace herald::testing {

/// A message of HTTP/1.1 as it stands in a golden file. [value]
struct HttpText {
  std::string start;  ///< request or status line
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// Takes lines ended by LF or CR LF up to the blank line; the rest is the body, untouched.
/// Throws std::runtime_error for a head that is none.
HttpText read_http(std::string_view text);
/// `[["Name","value"], …]`.
std::string headers_json(const HttpText& http);

/// A plan's request as bytes and the rest of the plan as JSON text. [value]
struct RenderedPlan {
  std::string wire;
  std::string rest;
};

/// Renders the way host/egress sends it. `bytes` are what ranges point into, `blobs` the attachments.
/// Throws std::runtime_error when the plan breaks a rule of sdk/README.md.
RenderedPlan render_plan(std::string_view plan_json, std::string_view bytes,
                         const std::map<std::string, std::string>& blobs);

}  // namespace herald::testing
