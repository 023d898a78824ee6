#pragma once
#include <string>

#include "host/journal/checkpoint.hpp"

namespace herald::journal {

/// A signer whose seed is that digit 64 times.
inline CheckpointSigner signer(char digit) {
  return CheckpointSigner::from_seed(std::string(64, digit)).value();
}

}  // namespace herald::journal
