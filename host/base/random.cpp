#include "host/base/random.hpp"

#include <sys/random.h>

#include <array>
#include <cstring>

#include "host/base/check.hpp"

namespace herald {
namespace {

void fill(char* out, std::size_t count) {
  while (count > 0) {
    const auto chunk = ::getrandom(out, count, 0);
    HERALD_CHECK(chunk > 0);
    out += chunk;
    count -= static_cast<std::size_t>(chunk);
  }
}

/// One system call serves many small requests of a thread; used bytes are wiped.
struct Pool {
  std::array<char, 4096> data{};
  std::size_t used{sizeof data};

  void take(char* out, std::size_t count) {
    if (count > data.size() / 4) return fill(out, count);
    if (used + count > data.size()) {
      fill(data.data(), data.size());
      used = 0;
    }
    std::memcpy(out, data.data() + used, count);
    std::memset(data.data() + used, 0, count);
    used += count;
  }
};

Pool& pool() {
  thread_local Pool instance;
  return instance;
}

}  // namespace

std::string SystemRandom::bytes(std::size_t count) {
  std::string out(count, '\0');
  pool().take(out.data(), count);
  return out;
}

std::uint64_t SystemRandom::below(std::uint64_t bound) {
  HERALD_CHECK(bound > 0);
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  for (;;) {
    std::uint64_t value = 0;
    pool().take(reinterpret_cast<char*>(&value), sizeof value);
    if (value < limit) return value % bound;
  }
}

}  // namespace herald
