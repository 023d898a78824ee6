#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/random.hpp"
#include "host/base/result.hpp"

namespace herald::vault {

/// One symmetric key; its bytes are wiped when it goes. Moving copies the bytes and wipes the source.
class SealingKey {
 public:
  static constexpr std::size_t kBytes = 32;

  /// `bytes` holds exactly kBytes; the caller wipes its copy.
  SealingKey(std::string id, std::string_view bytes);
  ~SealingKey();
  SealingKey(SealingKey&& other) noexcept;
  SealingKey& operator=(SealingKey&& other) noexcept;
  SealingKey(const SealingKey&) = delete;
  SealingKey& operator=(const SealingKey&) = delete;

  [[nodiscard]] const std::string& id() const { return id_; }
  [[nodiscard]] const unsigned char* data() const { return bytes_.data(); }

 private:
  std::string id_;
  std::array<unsigned char, kBytes> bytes_{};
};

/// The keys of one ring file, oldest first; never empty once read.
struct KeyRing {
  std::vector<SealingKey> keys;
  [[nodiscard]] const SealingKey& newest() const { return keys.back(); }
  [[nodiscard]] const SealingKey* find(std::string_view id) const;
};

/// Makes a ring file with one key: mode 0600, synced to disk. Conflict/"keyfile_exists" when something is
/// there already; a ring is never overwritten, since what it sealed would be lost.
Result<Done> create_keyfile(const std::string& path, Random& random);
/// Adds a newer key, atomically; returns its id. Errors: those of read_keyfile(),
/// Unavailable/"keyfile_write".
Result<std::string> add_key(const std::string& path, Random& random);
/// Reads a ring. Refuses a file that another user owns, that group or others may touch, that is a symbolic
/// link or no regular file, or that is malformed: Invalid/"keyfile_refused". No error shows key material.
Result<KeyRing> read_keyfile(const std::string& path);

/// Overwrites and empties a text that held a secret.
void wipe(std::string& secret);

}  // namespace herald::vault
