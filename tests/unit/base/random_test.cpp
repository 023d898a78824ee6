#include "host/base/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <thread>

namespace herald {
namespace {

TEST(SystemRandom, gives_as_many_bytes_as_asked) {
  SystemRandom random;
  for (const std::size_t count : {0U, 1U, 16U, 1023U, 1024U, 1025U, 4096U, 100'000U}) {
    EXPECT_EQ(random.bytes(count).size(), count);
  }
}

TEST(SystemRandom, never_repeats_across_its_buffer) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 2000; ++i) seen.insert(random.bytes(16));
  EXPECT_EQ(seen.size(), 2000U);
}

TEST(SystemRandom, gives_two_threads_different_bytes) {
  std::array<std::string, 2> taken;
  for (std::string& each : taken) std::thread{[&each] { each = SystemRandom{}.bytes(32); }}.join();
  EXPECT_NE(taken[0], taken[1]);
}

TEST(SystemRandom, reaches_every_number_below_the_bound_and_none_beyond) {
  SystemRandom random;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 2000; ++i) seen.insert(random.below(7));
  EXPECT_EQ(seen, (std::set<std::uint64_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(random.below(1), 0U);
}

}  // namespace
}  // namespace herald
