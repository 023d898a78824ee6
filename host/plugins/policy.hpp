#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "host/plugins/placement.hpp"
#include "host/plugins/signature_file.hpp"

namespace herald::plugins {

/// Whose signatures are believed. [value]
struct TrustedSigner {
  std::string name{};
  std::array<unsigned char, 32> key{};  ///< Ed25519
  std::vector<std::string> ids{};       ///< patterns of the plugins it may sign; empty: all
};

/// Which plugins may run, and where. A pattern that ends with `.` means all ids that begin so, any other one
/// id or one SHA-256 in hex. [value]
struct Policy {
  std::vector<std::string> allow{};  ///< when not empty, nothing else runs
  std::vector<std::string> deny{};   ///< wins over all else
  std::vector<TrustedSigner> signers{};
  std::vector<std::string> in_process{};  ///< of files that belong to root: without a signature
  bool signed_only{false};
};

/// What is asked about: a file that was verified and inspected. [value]
struct Candidate {
  std::string digest{};
  std::string id{};
  std::string version{};
  bool root_owned{false};
  std::vector<FileSignature> signatures{};
};

struct Decision {
  Placement placement{Placement::Runner};
  std::string signer{};  ///< whose signature was believed; empty: none
};

/// Reads a policy, one entry a line: `allow P`, `deny P`, `signer NAME KEY [P…]` (base64 of the raw 32
/// bytes), `in_process P`, `signed_only`; `#` begins a comment. Pure. Errors: Invalid/"malformed_policy" with
/// the line: then nothing may be loaded.
Result<Policy> read_policy(std::string_view text);

/// Pure. Errors: Invalid/"denied", "not_allowed", "bad_signature" (in the name of a trusted signer, but not
/// by it), "unsigned".
Result<Decision> decide(const Candidate& candidate, const Policy& policy);

}  // namespace herald::plugins
