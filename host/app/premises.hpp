#pragma once
#include <memory>
#include <vector>

#include "host/app/config.hpp"
#include "host/app/identity.hpp"
#include "host/base/random.hpp"
#include "host/journal/checkpoint.hpp"
#include "host/vault/vault.hpp"

namespace herald::app {

/// What this process found out and took before anything is built.
struct Premises {
  Config config{};
  std::vector<FileLock> locks{};
  std::unique_ptr<vault::Vault> vault{};
  std::unique_ptr<journal::CheckpointSigner> signer{};
};

/// Checks and takes what a node needs: directory, locks, key file, migrated database. Errors name
/// what was expected, what was found and what to do.
Result<Premises> prepare(Config config, const Clock& clock, Random& random);

}  // namespace herald::app
