#include "host/plugins/policy.hpp"

#include <sodium.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <utility>

#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

bool matches(const std::string& pattern, const Candidate& candidate) {
  if (pattern.ends_with('.')) return candidate.id.starts_with(pattern);
  return pattern == candidate.id || pattern == candidate.digest;
}

bool any_matches(const std::vector<std::string>& patterns, const Candidate& candidate) {
  return std::ranges::any_of(patterns, [&](const auto& pattern) { return matches(pattern, candidate); });
}

std::optional<TrustedSigner> read_signer(const std::vector<std::string>& words) {
  if (words.size() < 3) return std::nullopt;
  TrustedSigner signer{.name = words[1], .ids = {words.begin() + 3, words.end()}};
  std::size_t length = 0;
  const char* end = nullptr;
  const bool read = sodium_base642bin(signer.key.data(), signer.key.size(), words[2].data(), words[2].size(),
                                      nullptr, &length, &end, sodium_base64_VARIANT_ORIGINAL) == 0;
  if (!read || length != signer.key.size() || end != words[2].data() + words[2].size()) return std::nullopt;
  return signer;
}

bool read_entry(const std::vector<std::string>& words, Policy& policy) {
  const std::string& kind = words[0];
  if (kind == "signed_only" && words.size() == 1) return policy.signed_only = true;
  if (kind == "signer") {
    auto signer = read_signer(words);
    if (signer) policy.signers.push_back(*signer);
    return signer.has_value();
  }
  if (words.size() != 2) return false;
  if (kind == "allow") policy.allow.push_back(words[1]);
  if (kind == "deny") policy.deny.push_back(words[1]);
  if (kind == "in_process") policy.in_process.push_back(words[1]);
  return kind == "allow" || kind == "deny" || kind == "in_process";
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in{line.substr(0, line.find('#'))};
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(std::move(word));
  return words;
}

/// The first trusted signer of the file; no name when there is none.
Result<std::string> signer_of(const Candidate& candidate, const Policy& policy) {
  const std::string text = signed_text(candidate.digest, candidate.id, candidate.version);
  std::string found;
  for (const FileSignature& signature : candidate.signatures)
    for (const TrustedSigner& signer : policy.signers) {
      if (signer.name != signature.signer) continue;
      if (!is_signed(signature, signer.key, text))
        return refusal("bad_signature", "a signature of " + signer.name + " over this file, id and version",
                       "one that does not verify");
      if (found.empty() && (signer.ids.empty() || any_matches(signer.ids, candidate))) found = signer.name;
    }
  return found;
}

}  // namespace

Result<Policy> read_policy(std::string_view text) {
  Policy policy;
  std::istringstream lines{std::string{text}};
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto words = words_of(line);
    if (!words.empty() && !read_entry(words, policy))
      return refusal("malformed_policy",
                     "line " + std::to_string(number) +
                         ": allow P, deny P, signer NAME KEY [P...], in_process P or signed_only",
                     '"' + printable(line.substr(0, 80)) + '"');
  }
  return policy;
}

Result<Decision> decide(const Candidate& candidate, const Policy& policy) {
  if (any_matches(policy.deny, candidate))
    return refusal("denied", "a plugin that the policy does not deny", candidate.id + ' ' + candidate.digest);
  if (!policy.allow.empty() && !any_matches(policy.allow, candidate))
    return refusal("not_allowed", "a plugin on the policy's allow list",
                   candidate.id + ' ' + candidate.digest);
  auto signer = signer_of(candidate, policy);
  if (!signer) return signer.error();
  if (!signer->empty()) return Decision{Placement::InProcess, *std::move(signer)};
  if (policy.signed_only)
    return refusal("unsigned", "a signature of a signer that the policy trusts with " + candidate.id,
                   std::to_string(candidate.signatures.size()) + " by others");
  const bool ours = candidate.root_owned && any_matches(policy.in_process, candidate);
  return Decision{ours ? Placement::InProcess : Placement::Runner, {}};
}

}  // namespace herald::plugins
