#include "plugins/providers/aws_sns/certificate.hpp"

#include <gtest/gtest.h>

#include "tests/plugins/aws_sns/host_crypto.hpp"
#include "tests/support/aws_sns_wire.hpp"

namespace herald::aws_sns {
namespace {

std::string der_of(const std::string& pem) {
  return testing::HostCrypto{}.crypto.base64_decode(certificate_base64(pem).value());
}

std::string made(std::int64_t from, std::int64_t until) {
  return der_of(test::aws_sns_certificate(test::aws_sns_key(), from, until));
}

constexpr std::int64_t kFrom = 1'715'941'230;
constexpr std::int64_t kUntil = 1'747'477'230;

TEST(Validity, IsWhatOpenSslWroteInBothForms) {
  EXPECT_EQ(validity_of(made(kFrom, kUntil)), (Validity{kFrom * 1000, kUntil * 1000}));
  EXPECT_EQ(validity_of(made(-600'000'000, 946'684'799)), (Validity{-600'000'000'000, 946'684'799'000}))
      << "before 1970 and at the end of 1999";
  EXPECT_EQ(validity_of(made(2'524'607'999, 2'524'608'000)), (Validity{2'524'607'999'000, 2'524'608'000'000}))
      << "the first second of 2050 has four digits";
  EXPECT_EQ(validity_of(made(kFrom, 253'402'300'799)), (Validity{kFrom * 1000, 253'402'300'799'000}))
      << "9999: without an end";
}

TEST(Validity, IsNothingWhereverTheCertificateIsCutOffOrGoesOn) {
  const std::string whole = made(kFrom, kUntil);
  for (std::size_t size = 0; size < whole.size(); ++size)
    ASSERT_FALSE(validity_of(whole.substr(0, size)).has_value()) << size;
  EXPECT_FALSE(validity_of(whole + '\0').has_value());
}

TEST(Validity, SurvivesEveryChangedByte) {
  const std::string whole = made(kFrom, kUntil);
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const int bit : {1, 0x80}) {
      std::string other = whole;
      other[at] = static_cast<char>(other[at] ^ bit);
      static_cast<void>(validity_of(other));
    }
}

/// The two times as they stand in a certificate.
std::string with_times(const std::string& from, const std::string& until) {
  std::string der = made(kFrom, kUntil);
  const std::size_t at = der.find(std::string("\x17\x0d", 2));
  der.replace(at, 15, from).replace(at + 15, 15, until);
  return der;
}

std::string utc(const std::string& digits) { return std::string("\x17\x0d", 2) + digits; }

TEST(Validity, TakesTimesOfDerOnly) {
  const std::string until = utc("250517102030Z");
  EXPECT_TRUE(validity_of(with_times(utc("240517102030Z"), until)).has_value());
  for (const char* bad : {"241317102030Z", "240532102030Z", "240517242030Z", "240517106030Z", "24051710203 Z",
                          "24051710203-Z", "240517102030z", "2405171020+00"})
    EXPECT_FALSE(validity_of(with_times(utc(bad), until)).has_value()) << bad;
  EXPECT_FALSE(validity_of(with_times(std::string("\x18\x0d", 2) + "240517102030Z", until)).has_value());
  EXPECT_FALSE(validity_of(with_times(std::string("\x16\x0d", 2) + "240517102030Z", until)).has_value());
}

TEST(Validity, RefusesLengthsThatDerForbids) {
  const std::string whole = made(kFrom, kUntil);
  ASSERT_EQ(whole[1], '\x82');
  const std::string body = whole.substr(4);
  EXPECT_FALSE(validity_of(std::string("\x30\x83\x00", 3) + whole.substr(2, 2) + body).has_value())
      << "not shortest";
  EXPECT_FALSE(validity_of(std::string("\x30\x80", 2) + body + std::string(2, '\0')).has_value())
      << "indefinite";
  EXPECT_FALSE(validity_of(std::string("\x30\x84\x00\x00", 4) + whole.substr(2)).has_value())
      << "four octets";
  EXPECT_FALSE(validity_of("\x30\x81\x05\x30\x03\x02\x01\x01").has_value())
      << "a long form of a short length";
  for (const char* bad : {"", "0", "\x30", "\x30\x01", "\x31\x00", "-----BEGIN CERTIFICATE-----"})
    EXPECT_FALSE(validity_of(bad).has_value());
}

TEST(CertificateText, IsTheFirstBlock) {
  const std::string pem = test::aws_sns_certificate(test::aws_sns_key(), kFrom, kUntil);
  const auto base64 = certificate_base64(pem);
  ASSERT_TRUE(base64.has_value());
  EXPECT_EQ(base64->find_first_of("\r\n-"), std::string::npos);
  EXPECT_EQ(certificate_base64("subject=sns\n" + pem + pem), base64);
  EXPECT_EQ(certificate_base64("-----BEGIN CERTIFICATE-----\r\nAA\r\nBB\r\n-----END CERTIFICATE-----\r\n"),
            "AABB");
  for (const std::string& bad :
       {std::string(), std::string("AABB"), std::string("-----BEGIN CERTIFICATE-----\nAA"),
        std::string("-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----"),
        std::string("-----BEGIN CERTIFICATE----------END CERTIFICATE-----"),
        std::string("-----BEGIN PUBLIC KEY-----\nAA\n-----END PUBLIC KEY-----"),
        pem + std::string(65'536, '\n')})
    EXPECT_FALSE(certificate_base64(bad).has_value()) << bad.substr(0, 60);
}

}  // namespace
}  // namespace herald::aws_sns
