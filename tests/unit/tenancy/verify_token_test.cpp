#include "host/tenancy/verify_token.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "host/tenancy/token.hpp"
#include "tests/support/token_signer.hpp"

namespace herald::tenancy {
namespace {

using nlohmann::json;
using test::TokenSigner;

constexpr std::int64_t kSecond = 1'700'000'000;
constexpr Instant kTime{std::chrono::seconds{kSecond}};
constexpr const char* kTenantId = "01890000-0000-7000-8000-000000000001";

const TokenSigner& signer(const std::string& algorithm) {
  static const TokenSigner rsa{"RS256"};
  static const TokenSigner curve{"ES256"};
  static const TokenSigner edwards{"EdDSA"};
  return algorithm == "RS256" ? rsa : algorithm == "ES256" ? curve : edwards;
}

json claims() {
  return {{"iss", "https://id.example"}, {"aud", "herald"},     {"sub", "u1"},
          {"exp", kSecond + 100},        {"tenant", kTenantId}, {"permissions", {"communication.*"}}};
}

json with(const std::string& name, const json& value) {
  json out = claims();
  out[name] = value;
  return out;
}

json without(const std::string& name) {
  json out = claims();
  out.erase(name);
  return out;
}

TokenRules rules(const std::string& algorithm_name, const std::string& keys) {
  const Algorithm which = *algorithm(algorithm_name);
  return {.issuer = "https://id.example",
          .audience = "herald",
          .algorithm = which,
          .leeway = std::chrono::seconds{30},
          .keys = read_keys(keys, which).value()};
}

std::string verdict(const std::string& token, const TokenRules& by) {
  const auto result = verify_token(token, by, kTime);
  return result ? "believed" : result.error().reason;
}

/// The verdict of a well-signed ES256 token with these claims.
std::string claims_verdict(const json& given) {
  return verdict(signer("ES256").sign(given), rules("ES256", signer("ES256").pem()));
}

class EachAlgorithm : public testing::TestWithParam<const char*> {};

TEST_P(EachAlgorithm, believes_a_good_token_by_pem_and_by_jwks) {
  const TokenSigner& issuer = signer(GetParam());
  const auto said = verify_token(issuer.sign(claims()), rules(GetParam(), issuer.pem()), kTime);
  ASSERT_TRUE(said) << said.error().detail;
  EXPECT_EQ(said->tenant.text, kTenantId);
  EXPECT_EQ(said->subject, "u1");
  EXPECT_EQ(said->permissions, std::vector<std::string>{"communication.*"});
  const std::string set = json{{"keys", {issuer.jwk("k1")}}}.dump();
  EXPECT_EQ(verdict(issuer.sign(claims(), "k1"), rules(GetParam(), set)), "believed");
}

TEST_P(EachAlgorithm, refuses_a_token_that_was_changed_or_signed_by_another) {
  const TokenSigner& issuer = signer(GetParam());
  const TokenRules by = rules(GetParam(), issuer.pem());
  const std::string good = issuer.sign(claims());
  const std::string other = issuer.sign(with("sub", "root"));
  EXPECT_EQ(verdict(other.substr(0, other.rfind('.')) + good.substr(good.rfind('.')), by),
            "bad_token_signature");
  EXPECT_EQ(verdict(TokenSigner{GetParam()}.sign(claims()), by), "bad_token_signature");
  EXPECT_EQ(verdict(good.substr(0, good.rfind('.') + 1), by), "bad_token_signature");
  EXPECT_EQ(verdict(good.substr(0, good.rfind('.') + 1) + "AAAA", by), "bad_token_signature");
}

INSTANTIATE_TEST_SUITE_P(Of, EachAlgorithm, testing::Values("RS256", "ES256", "EdDSA"),
                         [](const auto& one) { return std::string{one.param}; });

TEST(Tokens, the_algorithm_comes_from_the_configuration) {
  const TokenSigner& rsa = signer("RS256");
  const TokenRules by = rules("RS256", rsa.pem());
  for (const char* none : {"none", "None", "NONE", ""})
    EXPECT_EQ(verdict(test::token_of({{"alg", none}}, claims(), ""), by), "token_algorithm") << none;
  EXPECT_EQ(verdict(signer("ES256").sign(claims()), by), "token_algorithm");
  // The public key taken for a shared secret, under both names.
  const json header{{"alg", "HS256"}};
  const std::string text = test::base64url(header.dump()) + "." + test::base64url(claims().dump());
  const std::string forged = test::hs256(rsa.pem(), text);
  EXPECT_EQ(verdict(test::token_of(header, claims(), forged), by), "token_algorithm");
  EXPECT_EQ(verdict(test::token_of({{"alg", "RS256"}}, claims(), forged), by), "bad_token_signature");
  // A key inside the token is not looked at.
  const json own{{"alg", "RS256"}, {"jwk", TokenSigner{"RS256"}.jwk("k")}};
  EXPECT_EQ(verdict(TokenSigner{"RS256"}.sign_with(own, claims()), by), "bad_token_signature");
}

TEST(Tokens, a_key_id_selects_the_key) {
  const TokenSigner second{"ES256"};
  const std::string set =
      json{{"keys", {signer("ES256").jwk("k1"), second.jwk("k2"), signer("RS256").jwk("k3")}}}.dump();
  const TokenRules by = rules("ES256", set);
  EXPECT_EQ(by.keys.size(), 2U);  // the RSA key serves another algorithm
  EXPECT_EQ(verdict(second.sign(claims(), "k2"), by), "believed");
  EXPECT_EQ(verdict(second.sign(claims(), "k1"), by), "bad_token_signature");
  EXPECT_EQ(verdict(second.sign(claims(), "k3"), by), "unknown_signing_key");
  EXPECT_EQ(verdict(second.sign(claims()), by), "believed");
}

TEST(Tokens, issuer_and_audience_must_be_ours) {
  EXPECT_EQ(claims_verdict(with("iss", "https://id.example/")), "wrong_issuer");
  EXPECT_EQ(claims_verdict(without("iss")), "wrong_issuer");
  EXPECT_EQ(claims_verdict(with("aud", "heral")), "wrong_audience");
  EXPECT_EQ(claims_verdict(without("aud")), "wrong_audience");
  EXPECT_EQ(claims_verdict(with("aud", {"other", "herald"})), "believed");
  EXPECT_EQ(claims_verdict(with("aud", {"other"})), "wrong_audience");
}

TEST(Tokens, times_count_with_their_leeway_to_the_second) {
  EXPECT_EQ(claims_verdict(with("exp", kSecond - 29)), "believed");
  EXPECT_EQ(claims_verdict(with("exp", kSecond - 30)), "token_expired");
  EXPECT_EQ(claims_verdict(with("nbf", kSecond + 30)), "believed");
  EXPECT_EQ(claims_verdict(with("nbf", kSecond + 31)), "token_not_yet_valid");
  EXPECT_EQ(claims_verdict(with("iat", kSecond + 31)), "token_not_yet_valid");
  EXPECT_EQ(claims_verdict(without("exp")), "bad_token_claims");
  for (const json& bad : {json{"soon"}, json{-1}, json{1e300}, json(nullptr)}) {
    EXPECT_EQ(claims_verdict(with("exp", bad)), "bad_token_claims") << bad;
    EXPECT_EQ(claims_verdict(with("nbf", bad)), "bad_token_claims") << bad;
  }
}

TEST(Tokens, say_who_and_what) {
  EXPECT_EQ(claims_verdict(with("tenant", "acme")), "bad_token_claims");
  EXPECT_EQ(claims_verdict(without("tenant")), "bad_token_claims");
  EXPECT_EQ(claims_verdict(with("permissions", "communication.*")), "bad_token_claims");
  EXPECT_EQ(claims_verdict(with("permissions", {1})), "bad_token_claims");
  EXPECT_EQ(claims_verdict(without("permissions")), "bad_token_claims");
  EXPECT_EQ(claims_verdict(with("sub", std::string(90, 's'))), "believed");
  EXPECT_EQ(claims_verdict(with("sub", std::string(91, 's'))), "bad_token_claims");
  EXPECT_EQ(claims_verdict(with("sub", "a\nb")), "bad_token_claims");
  EXPECT_EQ(claims_verdict(without("sub")), "bad_token_claims");
}

TEST(Tokens, form_is_strict) {
  const json header{{"alg", "ES256"}};
  EXPECT_TRUE(parse_token(test::token_of(header, claims(), "s")));
  EXPECT_FALSE(parse_token(test::token_of(header, claims(), "s") + "="));
  EXPECT_FALSE(parse_token(test::token_of(header, claims(), "s") + ".x"));
  EXPECT_FALSE(parse_token(test::token_of(json::array(), claims(), "s")));
  EXPECT_FALSE(parse_token(test::token_of(header, json::array(), "s")));
  EXPECT_FALSE(parse_token(test::token_of(json::object(), claims(), "s")));
  EXPECT_FALSE(parse_token(test::token_of({{"alg", 7}}, claims(), "s")));
  EXPECT_FALSE(parse_token(test::token_of({{"alg", "ES256"}, {"kid", 7}}, claims(), "s")));
  EXPECT_FALSE(parse_token(test::token_of({{"alg", "ES256"}, {"crit", {"b64"}}}, claims(), "s")));
  EXPECT_FALSE(parse_token("a.b"));
  EXPECT_FALSE(parse_token(""));
}

TEST(Tokens, are_looked_at_up_to_8192_bytes) {
  const std::string small = test::token_of({{"alg", "ES256"}}, claims(), "");
  const auto filled = [&](std::size_t bytes) { return small + std::string(bytes - small.size(), 'A'); };
  EXPECT_TRUE(parse_token(filled(kLongestToken - (kLongestToken - small.size()) % 4)));
  const auto longer = parse_token(filled(kLongestToken + 1));
  ASSERT_FALSE(longer);
  EXPECT_NE(longer.error().detail.find("8192"), std::string::npos);
}

TEST(KeyFiles, must_hold_a_key_that_fits_the_algorithm) {
  const auto reason = [](const std::string& text, Algorithm by) {
    const auto keys = read_keys(text, by);
    return keys ? "read" : keys.error().reason;
  };
  EXPECT_EQ(reason(signer("RS256").pem() + signer("RS256").pem(), Algorithm::Rs512), "read");
  EXPECT_EQ(reason(signer("RS256").pem(), Algorithm::Es256), "bad_keys");
  EXPECT_EQ(reason(signer("ES256").pem(), Algorithm::Es384), "bad_keys");
  EXPECT_EQ(reason("", Algorithm::Rs256), "bad_keys");
  EXPECT_EQ(reason("{", Algorithm::Rs256), "bad_keys");
  EXPECT_EQ(reason(R"({"keys":[{"kty":"RSA","n":"AQ","e":"AQ"}]})", Algorithm::Rs256), "bad_keys");
  EXPECT_EQ(reason(R"({"keys":[{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}]})", Algorithm::Es256),
            "bad_keys");
  const json key = signer("ES256").jwk("same");
  EXPECT_EQ(reason(json{{"keys", {key, key}}}.dump(), Algorithm::Es256), "bad_keys");
  json encryption = key;
  encryption["use"] = "enc";
  EXPECT_EQ(reason(json{{"keys", {encryption}}}.dump(), Algorithm::Es256), "bad_keys");
}

}  // namespace
}  // namespace herald::tenancy
