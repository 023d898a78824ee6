#include "host/plugins/manifest.hpp"

#include <herald/abi.h>

#include <algorithm>
#include <cctype>

#include "host/json/document.hpp"
#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

constexpr std::size_t kLongestName = 128;

Error malformed(std::string_view expected, std::string_view found) {
  return refusal("malformed_manifest", expected, found);
}

/// Lower-case letters, digits and `-`, `_`, `.`: safe in paths, logs and URLs.
bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= kLongestName && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
}

bool is_version(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-' || c == '+';
  });
  return plain && text.size() <= kLongestName && std::ranges::count(text, '.') >= 2 && text.front() >= '0' &&
         text.front() <= '9';
}

std::string member_text(const json::Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->text().value_or("") : "";
}

std::vector<std::string> texts(const json::Document& object, std::string_view name) {
  std::vector<std::string> found;
  if (const auto member = object.member(name))
    for (const auto& element : member->elements()) found.push_back(element.text().value_or(""));
  return found;
}

}  // namespace

Result<Manifest> read_manifest(std::string_view text) {
  const auto document = json::parse(text);
  if (!document) return malformed("JSON", document.error().detail);
  if (document->kind() != json::Kind::Object)
    return malformed("a JSON object", json::to_text(document->kind()));
  Manifest manifest;
  manifest.id = member_text(*document, "id");
  manifest.version = member_text(*document, "version");
  manifest.name = member_text(*document, "name");
  manifest.provider = member_text(*document, "provider");
  manifest.interfaces = texts(*document, "interfaces");
  manifest.uses = texts(*document, "uses");
  const auto concurrent = document->member("concurrent");
  manifest.concurrent = concurrent && concurrent->boolean().value_or(false);
  manifest.secrets_limited = document->member("secrets").has_value();
  manifest.secret_ops = texts(*document, "secrets");

  if (!is_name(manifest.id)) return malformed("id: 1 to 128 of a-z 0-9 . - _", '"' + manifest.id + '"');
  if (!is_version(manifest.version))
    return malformed("version: a semantic version", '"' + manifest.version + '"');
  if (manifest.interfaces.empty()) return malformed("interfaces: a list of interface ids", "none");
  const bool provides = std::ranges::any_of(manifest.interfaces, [](const std::string& id) {
    return id == HERALD_PROVIDER_HTTP_1 || id == HERALD_PROVIDER_STREAM_1;
  });
  if (provides && !is_name(manifest.provider))
    return malformed("provider: the provider id of channels", '"' + manifest.provider + '"');
  if (is_feature(manifest)) {
    if (provides) return malformed("one of a provider's and a feature's interface", "both");
    manifest.provider = "feature:" + manifest.id;  // no channel can name it
  }
  return manifest;
}

bool is_feature(const Manifest& manifest) {
  return std::ranges::find(manifest.interfaces, HERALD_FEATURE_1) != manifest.interfaces.end();
}

}  // namespace herald::plugins
