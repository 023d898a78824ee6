#include "host/plugins/crypto.hpp"

#include <gtest/gtest.h>
#include <herald/abi.h>

#include "host/base/hex.hpp"

namespace herald::plugins::crypto {
namespace {

std::string hex(const Result<std::string>& bytes) {
  return bytes ? to_hex(*bytes) : bytes.error().reason + ": " + bytes.error().detail;
}
std::string raw(std::string_view text) { return from_hex(text).value(); }

// A key made for this test; signatures computed with the openssl program.
constexpr std::string_view kRsaPrivate = R"(-----BEGIN PRIVATE KEY-----
MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAJfXVl3MztBXHGTB
Sj1JgmXU8hmFojkUjPv9fCIhvy8kD0MCmvgR0QTPNh1mzEuK7KYXbfW6ZkJfV831
vL6l1tk4VvuEyT3Sf2tLUlwNuCkpRBcGGiOkKymM2fpwq+LfnB+MCpZ8wUTnVBXi
iQoodr5pZM3PvwibipUJquxjJ4gnAgMBAAECgYA9+WFB5b8f3/4xzYa8nw0+/PxX
mGiO/alRjLOmxrlex0wHYL/ZsoPqf5ypwXRu/OP8IqH54rusKXgQE1WXRt76pwIs
5rfdspBMlTfNPHjJp0nuKPkowS3jpN8678l/YatSx93BNA9ogmju0IKN0AMrMFDw
gzUo5KuEDD7k95QoIQJBAMhubvg7i67jET0oSSP42024rcRd/a0zMEknPG0jaKl2
sXOGaCzWhpYHauH52GVhryPXD6eKhf55uvGy+/bsu5cCQQDB8Dmy207olv2tJ5JX
TM1TYVNZ1wFuWpbdBJ6JUujzGTRMSY+slPBah95fQ9fXnG6IBOzed8odssbvlO5I
tmnxAkAjThCN+S8ppyWqOCZqB7PZhOZW6Jd+or2mpRqnvsz4zMeFKe+/tioO00+o
bnIHqaVIEuHXCTeBE8AyQuzPGfQRAkEAsEZZK2iK4H3dNXWyXgdA2Xis+gujEVrl
pR59uvPRKKTQFEcIgCUgEilMxeo0VZWqIZfYdJ0M6NGGYF1N+GlVAQJAN3IlPTXf
yVunzC+uIQvfA/zdLe+DkwK8ji1OY0gcoh2mLjayL4gLb2yV2Q93EEBdkQbgqMPn
a/EZGp5Mm0Ah9Q==
-----END PRIVATE KEY-----
)";
constexpr std::string_view kRsaPublic = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQCX11ZdzM7QVxxkwUo9SYJl1PIZ
haI5FIz7/XwiIb8vJA9DApr4EdEEzzYdZsxLiuymF231umZCX1fN9by+pdbZOFb7
hMk90n9rS1JcDbgpKUQXBhojpCspjNn6cKvi35wfjAqWfMFE51QV4okKKHa+aWTN
z78Im4qVCarsYyeIJwIDAQAB
-----END PUBLIC KEY-----
)";
constexpr std::string_view kRsaCertificate =  // base64 of DER
    "MIIB9DCCAV2gAwIBAgIUCe/VlDo6SiTCZ6A+oKsoCwQ+jV8wDQYJKoZIhvcNAQELBQAwDDEKMAgGA1UEAwwBeDAeFw0yNjEx"
    "MjMxOTA3MjRaFw0yNjExMjQxOTA3MjRaMAwxCjAIBgNVBAMMAXgwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAJfXVl3M"
    "ztBXHGTBSj1JgmXU8hmFojkUjPv9fCIhvy8kD0MCmvgR0QTPNh1mzEuK7KYXbfW6ZkJfV831vL6l1tk4VvuEyT3Sf2tLUlwN"
    "uCkpRBcGGiOkKymM2fpwq+LfnB+MCpZ8wUTnVBXiiQoodr5pZM3PvwibipUJquxjJ4gnAgMBAAGjUzBRMB0GA1UdDgQWBBTF"
    "b9jESWrmP7kChXIsq1f2aAxPpzAfBgNVHSMEGDAWgBTFb9jESWrmP7kChXIsq1f2aAxPpzAPBgNVHRMBAf8EBTADAQH/MA0G"
    "CSqGSIb3DQEBCwUAA4GBAE+scdgRlXAS7RvKb+vG3lg/eyiFBkahPJSby+MqO/ockCCvJpy/3ug6lZkO2X/9YaxumbUO6Fxn"
    "+UdMbKFFKqeRTypvi2uKuUGabUEhbTF7AqaHJcHlrE3TISKCkY+PsacthCux2tAhlM6Rrw0Z3lECzzQesRwa/otrNw7YdJQe";
constexpr std::string_view kRsaSha256 =
    "5de5d5d2cefaebf58375cefd8f7c9c3254e8a68b5693875295c558bd8569ce8945d4fb8fdfacc54d4dcd7fde17b193af"
    "3a34d56f4f5629c021b4dc3a2af53a49c2ec3d4070c5206d35fc2d2b806e42a056ee724599327c4882abddaf0aab27af"
    "3c549dcd532eeff661270805192e098b9c64fbc4b25ae5f4fa035dff8a4060a7";
constexpr std::string_view kRsaSha1 =
    "70cfffa7e9186d347702922348ad8f681e528b3c80c91db2f36c0a93558d1b727c061040ab5f221953cd7169d4a5f341"
    "b30e7a2091ab97f1631e597260b56de80ce7e0c5a042de6472ed410a7cae8aa61c8b5931e0f3f350d7de57f4bb613493"
    "e3c6ea2d019cb06b6665cfc90afb9eb6f19cfe1f7f12cf6d983532c4dc564823";

// RFC 6979 A.2.5, message "sample", SHA-256.
const std::string kEcPublic =
    raw("3059301306072a8648ce3d020106082a8648ce3d030107034200"
        "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
        "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
const std::string kEcPrivate =
    raw("30310201010420c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"
        "a00a06082a8648ce3d030107");
const std::string kEcSignature =
    raw("3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
// RFC 8032 §7.1, test 2.
const std::string kEdPrivate =
    raw("302e020100300506032b6570042204204ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
const std::string kEdPublic =
    raw("302a300506032b65700321003d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
constexpr std::string_view kEdSignature =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eae"
    "b4302aee"
    "b00d291612bb0c00";

TEST(Digest, MatchesThePublishedVectors) {
  EXPECT_EQ(hex(digest(HERALD_HASH_MD5, "abc")), "900150983cd24fb0d6963f7d28e17f72");           // RFC 1321
  EXPECT_EQ(hex(digest(HERALD_HASH_SHA1, "abc")), "a9993e364706816aba3e25717850c26c9cd0d89d");  // RFC 3174
  EXPECT_EQ(hex(digest(HERALD_HASH_SHA256, "abc")),                                             // RFC 6234
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(digest(HERALD_HASH_SHA512, "abc")),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(hex(digest(HERALD_HASH_SHA256, "")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hmac, MatchesRfc2202AndRfc4231) {
  constexpr std::string_view kData = "what do ya want for nothing?";
  EXPECT_EQ(hex(hmac(HERALD_HASH_MD5, "Jefe", kData)), "750c783e6ab0b503eaa86e310a5db738");
  EXPECT_EQ(hex(hmac(HERALD_HASH_SHA1, "Jefe", kData)), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_EQ(hex(hmac(HERALD_HASH_SHA256, "Jefe", kData)),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac(HERALD_HASH_SHA512, "Jefe", kData)),
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
            "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737");
}

TEST(Hmac, TakesAnEmptyKeyAsAKey) {
  EXPECT_EQ(hex(hmac(HERALD_HASH_SHA256, {}, {})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Crypto, RefusesNumbersItDoesNotKnow) {
  EXPECT_EQ(digest(99, "").error().reason, "unknown_algorithm");
  EXPECT_EQ(hmac(0, "", "").error().reason, "unknown_algorithm");
  EXPECT_EQ(verify(99, kRsaPublic, "", "").error().reason, "unknown_algorithm");
  EXPECT_EQ(sign(-1, kRsaPrivate, "").error().reason, "unknown_algorithm");
  EXPECT_EQ(base64_encode(3, "").error().reason, "unknown_algorithm");
  EXPECT_EQ(base64_decode(3, "").error().reason, "unknown_algorithm");
}

TEST(Sign, MakesTheKnownRsaAndEd25519Signatures) {
  EXPECT_EQ(hex(sign(HERALD_SIGN_RSA_PKCS1_SHA256, kRsaPrivate, "abc")), kRsaSha256);
  EXPECT_EQ(hex(sign(HERALD_SIGN_RSA_PKCS1_SHA1, kRsaPrivate, "abc")), kRsaSha1);
  EXPECT_EQ(hex(sign(HERALD_SIGN_ED25519, kEdPrivate, "\x72")), kEdSignature);
}

TEST(Sign, MakesAnEcdsaSignatureThatVerifies) {
  const auto signature = sign(HERALD_SIGN_ECDSA_P256_SHA256, kEcPrivate, "sample");
  ASSERT_TRUE(signature) << signature.error().detail;
  EXPECT_TRUE(*verify(HERALD_SIGN_ECDSA_P256_SHA256, kEcPublic, *signature, "sample"));
}

TEST(Verify, AcceptsTheKnownSignatures) {
  EXPECT_TRUE(*verify(HERALD_SIGN_RSA_PKCS1_SHA256, kRsaPublic, raw(kRsaSha256), "abc"));
  EXPECT_TRUE(*verify(HERALD_SIGN_RSA_PKCS1_SHA1, kRsaPublic, raw(kRsaSha1), "abc"));
  EXPECT_TRUE(*verify(HERALD_SIGN_ECDSA_P256_SHA256, kEcPublic, kEcSignature, "sample"));
  EXPECT_TRUE(*verify(HERALD_SIGN_ED25519, kEdPublic, raw(kEdSignature), "\x72"));
}

TEST(Verify, RefusesOtherDataAndMalformedSignatures) {
  EXPECT_FALSE(*verify(HERALD_SIGN_RSA_PKCS1_SHA256, kRsaPublic, raw(kRsaSha256), "abd"));
  EXPECT_FALSE(*verify(HERALD_SIGN_RSA_PKCS1_SHA256, kRsaPublic, raw(kRsaSha1), "abc"));
  EXPECT_FALSE(*verify(HERALD_SIGN_ECDSA_P256_SHA256, kEcPublic, kEcSignature, "sampl"));
  EXPECT_FALSE(*verify(HERALD_SIGN_ECDSA_P256_SHA256, kEcPublic, "no DER", "sample"));
  EXPECT_FALSE(*verify(HERALD_SIGN_ED25519, kEdPublic, raw(kEdSignature), "\x73"));
  EXPECT_FALSE(*verify(HERALD_SIGN_ED25519, kEdPublic, "", "\x72"));
}

TEST(Verify, RefusesAKeyOfAnotherType) {
  EXPECT_EQ(verify(HERALD_SIGN_RSA_PKCS1_SHA256, kEcPublic, "", "").error().reason, "bad_key");
  EXPECT_EQ(verify(HERALD_SIGN_ECDSA_P256_SHA256, kRsaPublic, "", "").error().reason, "bad_key");
  EXPECT_EQ(verify(HERALD_SIGN_ED25519, "", "", "").error().reason, "bad_key");
  EXPECT_EQ(sign(HERALD_SIGN_RSA_PKCS1_SHA256, kRsaPublic, "").error().reason, "bad_key");
}

TEST(Sign, NeverQuotesTheKeyItCannotRead) {
  const auto refused = sign(HERALD_SIGN_RSA_PKCS1_SHA256, "-----BEGIN PRIVATE KEY-----\nhunter2", "");
  EXPECT_EQ(refused.error().detail.find("hunter2"), std::string::npos);
}

TEST(X509, GivesThePublicKeyOfACertificateInDerAndPem) {
  const auto der = base64_decode(HERALD_BASE64_STD, kRsaCertificate);
  ASSERT_TRUE(der);
  EXPECT_EQ(*x509_public_key(*der), kRsaPublic);
  const std::string pem =
      "-----BEGIN CERTIFICATE-----\n" + std::string{kRsaCertificate} + "\n-----END CERTIFICATE-----\n";
  const auto key = x509_public_key(pem);
  ASSERT_TRUE(key) << key.error().detail;
  EXPECT_EQ(*key, kRsaPublic);
  EXPECT_EQ(x509_public_key(der->substr(0, 100)).error().reason, "bad_certificate");
  EXPECT_EQ(x509_public_key("").error().reason, "bad_certificate");
}

TEST(Equal, ComparesContentAndLength) {
  EXPECT_TRUE(equal("", ""));
  EXPECT_TRUE(equal("token", "token"));
  EXPECT_FALSE(equal("token", "tokem"));
  EXPECT_FALSE(equal("token", "toke"));
}

TEST(Base64, MatchesRfc4648) {
  for (const auto& [plain, text] : {std::pair{"", ""},
                                    {"f", "Zg=="},
                                    {"fo", "Zm8="},
                                    {"foo", "Zm9v"},
                                    {"foob", "Zm9vYg=="},
                                    {"fooba", "Zm9vYmE="},
                                    {"foobar", "Zm9vYmFy"}}) {
    EXPECT_EQ(*base64_encode(HERALD_BASE64_STD, plain), text);
    EXPECT_EQ(*base64_decode(HERALD_BASE64_STD, text), plain);
  }
  EXPECT_EQ(*base64_encode(HERALD_BASE64_URL, "\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(*base64_encode(HERALD_BASE64_URL, "f"), "Zg");
}

TEST(Base64, TakesUrlTextWithAndWithoutPadding) {
  EXPECT_EQ(*base64_decode(HERALD_BASE64_URL, "Zg"), "f");
  EXPECT_EQ(*base64_decode(HERALD_BASE64_URL, "Zg=="), "f");
}

TEST(Base64, RefusesOtherText) {
  for (const auto* text : {"Zg", "Zg=", "Z", "Zm9v\n", "-__-", "Zh=="})
    EXPECT_FALSE(base64_decode(HERALD_BASE64_STD, text)) << text;
}

}  // namespace
}  // namespace herald::plugins::crypto
