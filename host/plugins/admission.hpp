#pragma once
#include <filesystem>

#include "host/plugins/manifest.hpp"
#include "host/plugins/policy.hpp"
#include "host/plugins/verify.hpp"

namespace herald::plugins {

/// A decision with what it was taken on. [value]
struct Admission {
  Decision decision{};
  std::string signatures{};  ///< the text of the signature file; empty: none
};

/// Decides by the policy in that file, read anew each time, and the signatures in `<path>.sig`. An empty path
/// means the built-in policy: files of root with ids `org.herald.` in process, the rest in the runner. What
/// cannot be read or is malformed admits nothing. [any thread] Errors: those of read_verified(),
/// read_policy(), read_signatures(), decide().
Result<Admission> admit(const PluginFile& file, const Manifest& manifest,
                        const std::filesystem::path& policy);

}  // namespace herald::plugins
