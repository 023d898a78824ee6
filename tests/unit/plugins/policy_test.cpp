#include "host/plugins/policy.hpp"

#include <gtest/gtest.h>
#include <sodium.h>

namespace herald::plugins {
namespace {

/// A key pair of a signer of these tests.
struct Pen {
  explicit Pen(std::string who) : name{std::move(who)} { crypto_sign_keypair(key.data(), secret.data()); }
  [[nodiscard]] FileSignature sign(std::string_view text) const {
    FileSignature signature{.signer = name};
    crypto_sign_detached(signature.bytes.data(), nullptr, reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), secret.data());
    return signature;
  }
  template <std::size_t N>
  static std::string base64(const std::array<unsigned char, N>& bytes) {
    std::string text(sodium_base64_encoded_len(N, sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), bytes.data(), N, sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return text;
  }
  std::string name;
  std::array<unsigned char, 32> key{};
  std::array<unsigned char, 64> secret{};
};

class PolicyTest : public ::testing::Test {
 protected:
  static std::string verdict(const Candidate& candidate, const std::string& policy) {
    const auto read = read_policy(policy);
    if (!read) return read.error().reason;
    const auto decided = decide(candidate, *read);
    if (!decided) return decided.error().reason;
    return (decided->placement == Placement::InProcess ? "in_process" : "runner") +
           (decided->signer.empty() ? "" : " " + decided->signer);
  }
  [[nodiscard]] Candidate signed_by(const Pen& pen) const {
    Candidate candidate = ours_;
    candidate.signatures = {pen.sign(signed_text(ours_.digest, ours_.id, ours_.version))};
    return candidate;
  }
  const Pen alice_{"alice"};
  const std::string trusts_ = "signer alice " + Pen::base64(alice_.key);
  const Candidate ours_{
      .digest = std::string(64, 'a'), .id = "org.herald.one", .version = "1.0.0", .root_owned = true};
};

TEST_F(PolicyTest, RunsInProcessOnlyWhatIsListedAndRoots) {
  EXPECT_EQ(verdict(ours_, ""), "runner");
  EXPECT_EQ(verdict(ours_, "in_process org.herald. # ours"), "in_process");
  EXPECT_EQ(verdict(ours_, "in_process org.herald"), "runner") << "without a dot it means one id";
  Candidate foreign = ours_;
  foreign.root_owned = false;
  EXPECT_EQ(verdict(foreign, "in_process org.herald."), "runner");
}

TEST_F(PolicyTest, DeniesAndAllowsByIdAndDigest) {
  EXPECT_EQ(verdict(ours_, "deny org.herald.one\nallow org.herald.one"), "denied");
  EXPECT_EQ(verdict(ours_, "deny " + ours_.digest), "denied");
  EXPECT_EQ(verdict(ours_, "deny org.herald.two"), "runner");
  EXPECT_EQ(verdict(ours_, "allow org.herald.two"), "not_allowed");
  EXPECT_EQ(verdict(ours_, "allow org.herald.two\nallow " + ours_.digest), "runner");
  EXPECT_EQ(verdict(signed_by(alice_), trusts_ + "\ndeny org.herald."), "denied");
}

TEST_F(PolicyTest, BelievesTrustedSignersWithinTheirIds) {
  EXPECT_EQ(verdict(signed_by(alice_), trusts_), "in_process alice");
  EXPECT_EQ(verdict(signed_by(alice_), trusts_ + " org.herald."), "in_process alice");
  EXPECT_EQ(verdict(signed_by(alice_), trusts_ + " org.other."), "runner");
  EXPECT_EQ(verdict(signed_by(alice_), trusts_ + " org.other.\nsigned_only"), "unsigned");
}

TEST_F(PolicyTest, UnderSignedOnlyNothingElseRuns) {
  EXPECT_EQ(verdict(ours_, "signed_only\nin_process org.herald."), "unsigned");
  EXPECT_EQ(verdict(signed_by(Pen{"mallory"}), trusts_ + "\nsigned_only"), "unsigned");
  EXPECT_EQ(verdict(signed_by(alice_), trusts_ + "\nsigned_only"), "in_process alice");
}

TEST_F(PolicyTest, ASignatureCountsForItsFileIdAndVersionOnly) {
  EXPECT_EQ(verdict(signed_by(Pen{"alice"}), trusts_), "bad_signature") << "another key of that name";
  for (auto part : {&Candidate::digest, &Candidate::id, &Candidate::version}) {
    Candidate changed = signed_by(alice_);
    changed.*part += "0";
    EXPECT_EQ(verdict(changed, trusts_), "bad_signature");
  }
}

TEST_F(PolicyTest, AMalformedPolicyIsNone) {
  for (const char* text : {"permit org.x", "allow", "allow a b", "signed_only yes", "signer alice",
                           "signer alice AAAA", "signer alice !!!!", "in_process", "deny a\n\x01"})
    EXPECT_EQ(verdict(ours_, text), "malformed_policy") << text;
  EXPECT_NE(read_policy("\n# fine\nbad line here").error().detail.find("line 3"), std::string::npos);
}

TEST(SignatureFile, ReadsWhatWasWrittenAndNothingElse) {
  const Pen pen{"bob"};
  const FileSignature signature = pen.sign("text");
  const std::string line = "herald-signature-1 bob " + Pen::base64(signature.bytes);
  const auto read = read_signatures(line + '\n' + line + '\n');
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2u);
  EXPECT_TRUE(is_signed((*read)[1], pen.key, "text"));
  EXPECT_FALSE(is_signed((*read)[1], pen.key, "text."));
  for (const std::string& bad : {line + "\n\n", line + " ", line.substr(0, line.size() - 4), "x " + line,
                                 std::string{"herald-signature-1  "}, std::string(16'385, 'x')})
    EXPECT_EQ(read_signatures(bad).error().reason, "malformed_signature") << bad.substr(0, 40);
}

}  // namespace
}  // namespace herald::plugins
