#pragma once
#include <herald/sdk.hpp>
#include <herald/testing.hpp>

namespace herald::aws_sns::testing {

/// herald.crypto/1 as a call of the plugin has it. [one thread]
struct HostCrypto {
  sdk::testing::CallContext context{};
  sdk::Crypto crypto{static_cast<const herald_crypto*>(sdk::testing::crypto_table()), context.call()};
};

}  // namespace herald::aws_sns::testing
