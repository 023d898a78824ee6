#include "host/plugins/admission.hpp"

#include <system_error>
#include <utility>

#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

constexpr std::size_t kLargestPolicy = std::size_t{1} << 20U;  ///< bytes

Result<Policy> policy_of(const std::filesystem::path& path) {
  if (path.empty()) return Policy{.in_process = {"org.herald."}};
  const auto text = read_verified(path, kLargestPolicy);
  if (!text)
    return refusal("malformed_policy", "a readable, safe file " + path.string() + " (plugins.policy)",
                   text.error().reason + ": " + text.error().detail);
  return read_policy(text->bytes);
}

Result<std::string> signatures_of(const std::filesystem::path& file) {
  const std::filesystem::path path{file.string() + ".sig"};
  std::error_code failure;
  if (!std::filesystem::exists(std::filesystem::symlink_status(path, failure))) return std::string{};
  auto text = read_verified(path, kLargestSignatureFile);
  if (!text) return text.error();
  return std::move(text->bytes);
}

}  // namespace

Result<Admission> admit(const PluginFile& file, const Manifest& manifest,
                        const std::filesystem::path& policy) {
  const auto read = policy_of(policy);
  if (!read) return read.error();
  auto text = signatures_of(file.path);
  if (!text) return text.error();
  auto signatures = read_signatures(*text);
  if (!signatures) return signatures.error();
  auto decision = decide({.digest = file.digest,
                          .id = manifest.id,
                          .version = manifest.version,
                          .root_owned = file.root_owned,
                          .signatures = *std::move(signatures)},
                         *read);
  if (!decision) return decision.error();
  return Admission{*std::move(decision), *std::move(text)};
}

}  // namespace herald::plugins
