#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "host/plugins/holds.hpp"
#include "host/plugins/policy.hpp"
#include "host/plugins/signature_file.hpp"

namespace plugins = herald::plugins;

namespace {

/// The public key of RFC 8032, 7.1, test 1: it has signed nothing of ours.
constexpr std::array<unsigned char, 32> kKey{0xd7, 0x5a, 0x98, 0x01, 0x82, 0xb1, 0x0a, 0xb7, 0xd5, 0x4b, 0xfe,
                                             0xd3, 0xc9, 0x64, 0x07, 0x3a, 0x0e, 0xe1, 0x72, 0xf3, 0xda, 0xa6,
                                             0x23, 0x25, 0xaf, 0x02, 0x1a, 0x68, 0xf7, 0x07, 0x51, 0x1a};

}  // namespace

// The texts that decide about plugins: signatures, policy, holds. What is no such text is refused with a
// reason; what is one holds what its lines promise.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto signatures = plugins::read_signatures(text);
  if (!signatures && signatures.error().reason.empty()) std::abort();
  if (signatures)
    for (const auto& signature : *signatures)
      if (signature.signer.empty() || plugins::is_signed(signature, kKey, "text")) std::abort();
  const auto policy = plugins::read_policy(text);
  if (!policy && policy.error().reason.empty()) std::abort();
  const auto holds = plugins::read_holds(text);
  if (holds && plugins::read_holds(plugins::write_holds(*holds)).value() != *holds) std::abort();
  return 0;
}
