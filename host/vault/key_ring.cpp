#include "host/vault/key_ring.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "host/base/hex.hpp"
#include "host/vault/key_file.hpp"

namespace herald::vault {
namespace {

constexpr std::string_view kHeader = "herald-keyring 1";
constexpr std::size_t kMaxIdLength = 16;

Error refused(const std::string& path, std::string_view why) {
  return {.code = Errc::Invalid, .reason = "keyfile_refused", .detail = path + ": " + std::string{why}};
}

/// `k1`, `k2` …: letters and digits only, because ':' separates the parts of a sealed text.
bool good_id(std::string_view id) {
  return !id.empty() && id.size() <= kMaxIdLength &&
         std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::string key_line(const std::string& id, Random& random) {
  std::string bytes = random.bytes(SealingKey::kBytes);
  std::string digits = to_hex(bytes);
  std::string line = id + " " + digits + "\n";
  wipe(bytes);
  wipe(digits);
  return line;
}

/// One `<id> <64 hex digits>` line.
std::optional<SealingKey> read_line(std::string_view line) {
  const auto space = line.find(' ');
  if (space == std::string_view::npos || !good_id(line.substr(0, space))) return std::nullopt;
  auto bytes = from_hex(line.substr(space + 1));
  if (!bytes) return std::nullopt;
  std::optional<SealingKey> key;
  if (bytes->size() == SealingKey::kBytes) key.emplace(std::string{line.substr(0, space)}, *bytes);
  wipe(*bytes);
  return key;
}

/// Cuts the first line off, without its end.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

Result<KeyRing> read_ring(std::string_view text, const std::string& path) {
  KeyRing ring;
  if (take_line(text) != kHeader) return refused(path, "line 1: expected '" + std::string{kHeader} + "'");
  for (int number = 2; !text.empty(); ++number) {
    const std::string_view line = take_line(text);
    const std::string where = "line " + std::to_string(number) + ": ";
    if (line.empty() || line.front() == '#') continue;
    auto key = read_line(line);
    if (!key) return refused(path, where + "expected a key id, a blank and 64 hex digits");
    if (ring.find(key->id()) != nullptr) return refused(path, where + "the key id stands there twice");
    ring.keys.push_back(*std::move(key));
  }
  if (ring.keys.empty()) return refused(path, "expected at least one key, found none");
  return ring;
}

}  // namespace

SealingKey::SealingKey(std::string id, std::string_view bytes) : id_{std::move(id)} {
  HERALD_CHECK(bytes.size() == kBytes);
  std::memcpy(bytes_.data(), bytes.data(), kBytes);
}
SealingKey::~SealingKey() { sodium_memzero(bytes_.data(), bytes_.size()); }
SealingKey::SealingKey(SealingKey&& other) noexcept : id_{std::move(other.id_)}, bytes_{other.bytes_} {
  sodium_memzero(other.bytes_.data(), other.bytes_.size());
}
SealingKey& SealingKey::operator=(SealingKey&& other) noexcept {
  std::swap(id_, other.id_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

const SealingKey* KeyRing::find(std::string_view id) const {
  const auto found = std::ranges::find(keys, id, &SealingKey::id);
  return found == keys.end() ? nullptr : &*found;
}

Result<Done> create_keyfile(const std::string& path, Random& random) {
  std::string text = std::string{kHeader} +
                     "\n# the last key seals, all of them open; keep a copy apart from the database\n";
  text += key_line("k1", random);
  auto done = write_new_file(path, text);
  wipe(text);
  return done;
}

Result<std::string> add_key(const std::string& path, Random& random) {
  auto text = read_private_file(path);
  if (!text) return std::move(text).error();
  const auto ring = read_ring(*text, path);
  std::string id;
  if (ring) {
    std::size_t number = ring->keys.size() + 1;
    while (ring->find("k" + std::to_string(number)) != nullptr) ++number;
    id = "k" + std::to_string(number);
    if (!text->ends_with('\n')) *text += '\n';
    *text += key_line(id, random);
  }
  auto done = ring ? replace_file(path, *text) : Result<Done>{ring.error()};
  wipe(*text);
  if (!done) return std::move(done).error();
  return id;
}

Result<KeyRing> read_keyfile(const std::string& path) {
  auto text = read_private_file(path);
  if (!text) return std::move(text).error();
  auto ring = read_ring(*text, path);
  wipe(*text);
  return ring;
}

void wipe(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
  secret.clear();
}

}  // namespace herald::vault
