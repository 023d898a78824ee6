#include "sdk/tools/plugin/golden_wire.hpp"

#include <openssl/evp.h>
#include <herald/text.hpp>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace herald::testing {
namespace {

using nlohmann::ordered_json;

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string in_lines(std::string_view text) {
  constexpr std::size_t kLine = 76;
  std::string out;
  for (; text.size() > kLine; text.remove_prefix(kLine)) out.append(text.substr(0, kLine)).append("\r\n");
  return out.append(text);
}

std::string encoded(std::string_view bytes, const std::string& encode) {
  if (encode == "none") return std::string{bytes};
  if (encode == "base64") return base64(bytes);
  if (encode == "base64_mime") return in_lines(base64(bytes));
  throw std::runtime_error{"unknown encode " + encode};
}

std::string body_of(const ordered_json& request, std::string_view bytes,
                    const std::map<std::string, std::string>& blobs) {
  std::string body;
  for (const auto& segment : request.value("body", ordered_json::array())) {
    if (segment.contains("text")) {
      body += segment.at("text").get<std::string>();
    } else if (segment.contains("range")) {
      const auto off = segment.at("range").at("off").get<std::size_t>();
      const auto len = segment.at("range").at("len").get<std::size_t>();
      if (off > bytes.size() || len > bytes.size() - off)
        throw std::runtime_error{"a range leaves the reply's bytes"};
      body += bytes.substr(off, len);
    } else {
      const auto blob = blobs.find(segment.at("blob").get<std::string>());
      if (blob == blobs.end())
        throw std::runtime_error{"a segment names a blob that the message does not have"};
      body += encoded(blob->second, segment.value("encode", "none"));
    }
  }
  return body;
}

void refuse_host_header(std::string name) {
  constexpr std::array<std::string_view, 4> kHosts{"host", "content-length", "connection", "accept-encoding"};
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  if (std::ranges::find(kHosts, name) != kHosts.end())
    throw std::runtime_error{"the plan sets " + name + ", which is the host's"};
}

}  // namespace

HttpText read_http(std::string_view text) {
  HttpText out;
  const auto line = [&text] {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) throw std::runtime_error{"expected a blank line after the head"};
    std::string_view one = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (one.ends_with('\r')) one.remove_suffix(1);
    return one;
  };
  out.start = line();
  for (std::string_view field = line(); !field.empty(); field = line()) {
    const auto colon = field.find(": ");
    if (colon == std::string_view::npos) throw std::runtime_error{"expected \"Name: value\" in the head"};
    out.headers.emplace_back(field.substr(0, colon), field.substr(colon + 2));
  }
  out.body = text;
  return out;
}

std::string headers_json(const HttpText& http) {
  ordered_json out = ordered_json::array();
  for (const auto& [name, value] : http.headers) out.push_back(ordered_json::array({name, value}));
  return out.dump();
}

RenderedPlan render_plan(std::string_view plan_json, std::string_view bytes,
                         const std::map<std::string, std::string>& blobs) {
  ordered_json plan = ordered_json::parse(plan_json);
  ordered_json& request = plan.at("request");
  if (!request.at("commits").is_boolean()) throw std::runtime_error{"expected commits to be true or false"};
  const auto url = request.at("url").get<std::string>();
  const auto scheme = url.find("://");
  if (scheme == std::string::npos) throw std::runtime_error{"expected an absolute URL, found " + url};
  const auto slash = std::min(url.find_first_of("/?", scheme + 3), url.size());
  std::string target = url.substr(slash);
  if (!target.starts_with('/')) target.insert(0, 1, '/');
  const std::string body = body_of(request, bytes, blobs);

  RenderedPlan out;
  out.wire = request.at("method").get<std::string>() + ' ' + target +
             " HTTP/1.1\r\nHost: " + url.substr(scheme + 3, slash - scheme - 3) + "\r\n";
  for (const auto& header : request.value("headers", ordered_json::array())) {
    const auto name = header.at(0).get<std::string>();
    refuse_host_header(name);
    out.wire += name + ": " + header.at(1).get<std::string>() + "\r\n";
  }
  const bool carries = !body.empty() || request.at("method") == "POST" || request.at("method") == "PUT";
  if (carries) out.wire += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  out.wire += "\r\n" + body;
  for (const char* on_wire : {"method", "headers", "body"}) request.erase(on_wire);
  out.rest = plan.dump(2) + '\n';
  return out;
}

}  // namespace herald::testing
