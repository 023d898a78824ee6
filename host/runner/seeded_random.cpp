#include "host/runner/seeded_random.hpp"

#include <herald/abi.h>

#include <cstring>

#include "host/plugins/crypto.hpp"

namespace herald::runner {

void SeededRandom::seed(std::string_view seed) {
  seed_ = seed;
  block_ = 0;
}

std::string SeededRandom::bytes(std::size_t count) {
  std::string out;
  while (out.size() < count) {
    char counter[sizeof block_];
    std::memcpy(counter, &block_, sizeof block_);
    ++block_;
    out += plugins::crypto::hmac(HERALD_HASH_SHA256, seed_, {counter, sizeof counter}).value();
  }
  out.resize(count);
  return out;
}

std::uint64_t SeededRandom::below(std::uint64_t bound) {
  // The largest multiple of bound: what lies above would favour small numbers.
  const std::uint64_t whole = UINT64_MAX - UINT64_MAX % bound;
  for (;;) {
    std::uint64_t drawn = 0;
    std::memcpy(&drawn, bytes(sizeof drawn).data(), sizeof drawn);
    if (drawn < whole) return drawn % bound;
  }
}

}  // namespace herald::runner
