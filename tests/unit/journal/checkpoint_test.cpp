#include "host/journal/checkpoint.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/journal/signer.hpp"

namespace herald::journal {
namespace {

const domain::ChainHead kHead{.seq = 9, .hash = std::string(64, 'c')};

TEST(Checkpoint, is_genuine_for_its_own_key_only) {
  const auto ours = signer('1');
  const auto theirs = signer('2');
  const Checkpoint checkpoint = ours.sign(4, kHead);
  EXPECT_EQ(checkpoint.seq, 9);
  EXPECT_EQ(checkpoint.chain_hash, kHead.hash);
  EXPECT_TRUE(genuine(checkpoint, ours.public_key()));
  EXPECT_FALSE(genuine(checkpoint, theirs.public_key()));
}

TEST(Checkpoint, is_not_genuine_after_any_change) {
  const auto ours = signer('1');
  const std::vector<std::function<void(Checkpoint&)>> changes{
      [](Checkpoint& c) { c.shard = 5; },
      [](Checkpoint& c) { c.seq = 8; },
      [](Checkpoint& c) { c.chain_hash[0] = 'd'; },
      [](Checkpoint& c) { c.public_key = signer('2').public_key(); },
      [](Checkpoint& c) { c.signature[0] = c.signature[0] == '0' ? '1' : '0'; },
      [](Checkpoint& c) { c.signature.clear(); },
      [](Checkpoint& c) { c.signature = "not hex"; },
  };
  for (const auto& change : changes) {
    Checkpoint changed = ours.sign(4, kHead);
    change(changed);
    EXPECT_FALSE(genuine(changed, ours.public_key()));
  }
}

TEST(Checkpoint, is_not_made_genuine_by_the_key_it_carries) {
  const auto theirs = signer('2');
  Checkpoint forged = theirs.sign(4, kHead);
  EXPECT_FALSE(genuine(forged, signer('1').public_key()));
  forged.public_key = signer('1').public_key();
  EXPECT_FALSE(genuine(forged, signer('1').public_key()));
}

TEST(CheckpointSigner, gives_the_public_key_of_rfc_8032) {
  // RFC 8032 §7.1, test 1.
  const auto made =
      CheckpointSigner::from_seed("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->public_key(), "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
}

TEST(CheckpointSigner, refuses_a_malformed_seed_without_showing_it) {
  for (const std::string& seed :
       {std::string{}, std::string(63, 'a'), std::string(66, 'a'), std::string(64, 'g')}) {
    const auto made = CheckpointSigner::from_seed(seed);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().reason, "bad_signing_key");
    EXPECT_TRUE(seed.empty() || made.error().detail.find(seed) == std::string::npos);
  }
}

}  // namespace
}  // namespace herald::journal
