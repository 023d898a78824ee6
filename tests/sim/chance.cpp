#include "tests/sim/chance.hpp"

#include <algorithm>
#include <iostream>

namespace herald::sim {

std::uint64_t Chance::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::string Chance::bytes(std::size_t count) {
  std::string out;
  out.reserve(count + 8);
  while (out.size() < count) {
    const std::uint64_t word = next();
    for (unsigned i = 0; i < 8; ++i) out.push_back(static_cast<char>(word >> (8 * i)));
  }
  out.resize(count);
  return out;
}

void Trace::note(const std::string& line) {
  for (const char c : line) hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 1099511628211U;
  hash_ = (hash_ ^ 10U) * 1099511628211U;
  if (speaks_) std::cout << line << '\n';
  kept_[lines_++ % kKept] = line;
}

std::string Trace::last() const {
  std::string out;
  for (std::size_t i = lines_ - std::min(lines_, kKept); i < lines_; ++i) out += kept_[i % kKept] + "\n";
  return out;
}

}  // namespace herald::sim
