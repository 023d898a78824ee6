#include "host/media/store.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "host/base/hex.hpp"
#include "host/media/sniff.hpp"

namespace herald::media {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::hours kAbandoned{24};
constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kNameBytes = 16;
constexpr mode_t kMine = 0600;

Error unwritable(const std::string& what, int error) {
  return {.code = Errc::Unavailable,
          .reason = "media_unwritable",
          .detail = "the media directory cannot take the bytes: " + what + ": " + std::strerror(error)};
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_{number} {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }

 private:
  int number_;
};

/// Removes a file in the end, unless it has moved.
class Doomed {
 public:
  explicit Doomed(std::string path) : path_{std::move(path)} {}
  ~Doomed() { ::unlink(path_.c_str()); }
  Doomed(const Doomed&) = delete;
  Doomed& operator=(const Doomed&) = delete;

 private:
  std::string path_;
};

Result<Done> sync_directory(const std::string& path) {
  const Descriptor directory{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!directory || ::fsync(directory.get()) != 0) return unwritable("its directory", errno);
  return Done{};
}

struct Examined {
  domain::StoredBytes bytes;
  std::string head;
};

/// Digest, size and first bytes; the file is on the disk afterwards.
Result<Examined> examine(int file) {
  Examined out;
  crypto_hash_sha256_state state{};
  crypto_hash_sha256_init(&state);
  std::array<char, kPiece> piece{};
  for (;;) {
    const ssize_t count = ::read(file, piece.data(), piece.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unwritable("reading", errno);
    if (count == 0) break;
    crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(piece.data()),
                              static_cast<unsigned long long>(count));
    if (out.head.size() < kSniffedBytes)
      out.head.append(piece.data(),
                      std::min(static_cast<std::size_t>(count), kSniffedBytes - out.head.size()));
    out.bytes.size += count;
  }
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256_final(&state, digest.data());
  out.bytes.digest = to_hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
  if (::fsync(file) != 0) return unwritable("syncing", errno);
  return out;
}

}  // namespace

Result<Done> Store::open() {
  std::error_code error;
  const fs::path incoming = fs::path{config_.directory} / "incoming";
  fs::create_directories(incoming, error);
  if (error) return unwritable(incoming.string(), error.value());
  fs::permissions(config_.directory, fs::perms::owner_all, error);
  const auto now = fs::file_time_type::clock::now();
  for (const auto& entry : fs::directory_iterator{incoming, error})
    if (now - entry.last_write_time(error) > kAbandoned) fs::remove(entry.path(), error);
  return Done{};
}

std::string Store::incoming() { return config_.directory + "/incoming/" + to_hex(random_.bytes(kNameBytes)); }

std::string Store::path_of(const domain::TenantId& tenant, const std::string& digest) const {
  return config_.directory + "/" + tenant.text + "/" + digest.substr(0, 2) + "/" + digest;
}

void Store::discard(const std::string& path) { ::unlink(path.c_str()); }

void Store::remove(const domain::TenantId& tenant, const std::string& digest) {
  ::unlink(path_of(tenant, digest).c_str());
}

Result<Done> Store::place(const std::string& path, const std::string& target) const {
  const fs::path folder = fs::path{target}.parent_path();
  for (const fs::path& one : {folder.parent_path(), folder})
    if (::mkdir(one.c_str(), 0700) != 0 && errno != EEXIST) return unwritable(one.string(), errno);
  if (::rename(path.c_str(), target.c_str()) != 0) return unwritable("moving", errno);
  for (const fs::path& one : {folder, folder.parent_path(), fs::path{config_.directory}})
    if (auto done = sync_directory(one.string()); !done) return done;
  return Done{};
}

Result<domain::StoredBytes> Store::adopt(const std::string& path, const domain::TenantId& tenant,
                                         std::string_view declared, domain::TypeClaim claim) {
  const Doomed leftover{path};
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (!file) return unwritable("opening", errno);
  auto examined = examine(file.get());
  if (!examined) return std::move(examined).error();
  auto type = settle_type(declared, examined->head);
  if (!type && claim == domain::TypeClaim::Hint) type = settle_type({}, examined->head);
  if (!type) return std::move(type).error();
  if (!allows(config_.types, *type))
    return Error{.code = Errc::Invalid,
                 .reason = "content_type_refused",
                 .detail = "files of type " + *type + " are not taken here; taken are " + config_.types};
  if (auto done = place(path, path_of(tenant, examined->bytes.digest)); !done) return std::move(done).error();
  examined->bytes.content_type = *std::move(type);
  return std::move(*examined).bytes;
}

Result<domain::StoredBytes> Store::keep(std::string_view bytes, const domain::TenantId& tenant,
                                        std::string_view declared, domain::TypeClaim claim) {
  const std::string path = incoming();
  {
    const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMine)};
    if (!file) return unwritable("creating", errno);
    while (!bytes.empty()) {
      const ssize_t count = ::write(file.get(), bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) {
        const int error = errno;
        const Doomed leftover{path};
        return unwritable("writing", error);
      }
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  return adopt(path, tenant, declared, claim);
}

}  // namespace herald::media
