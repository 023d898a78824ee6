#include "plugins/providers/aws_sns/sigv4.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <herald/text.hpp>

#include "plugins/providers/parts/form.hpp"

namespace herald::aws_sns {
using namespace provider;
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::size_t kDay = 8;

std::string hashed(const sdk::Crypto& crypto, std::string_view data) {
  return sdk::to_hex(crypto.digest(sdk::Hash::Sha256, data));
}

std::string keyed(const sdk::Crypto& crypto, std::string_view key, std::string_view data) {
  return crypto.hmac(sdk::Hash::Sha256, key, data);
}

std::string scope_of(std::string_view date, std::string_view region) {
  return std::string(date.substr(0, kDay)).append("/").append(region).append("/sns/aws4_request");
}

}  // namespace

std::string amz_date(std::int64_t ms) {
  using namespace std::chrono;
  const sys_seconds at{floor<seconds>(milliseconds{ms})};
  const sys_days day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{at - day};
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return out.data();
}

std::string signed_headers(const Signable& request) {
  std::string names = "content-type;host;x-amz-date";
  if (!request.session_token.empty()) names += ";x-amz-security-token";
  return names;
}

std::string canonical_request(const sdk::Crypto& crypto, const Signable& request) {
  std::string out = "POST\n" + percent_encoded(request.path, "/-._~") + "\n\n";
  out += "content-type:" + request.content_type + "\nhost:" + request.host + "\nx-amz-date:" + request.date +
         "\n";
  if (!request.session_token.empty()) out += "x-amz-security-token:" + request.session_token + "\n";
  return out + "\n" + signed_headers(request) + "\n" + hashed(crypto, request.body);
}

std::string string_to_sign(const sdk::Crypto& crypto, const Signable& request, std::string_view region) {
  return std::string(kAlgorithm) + "\n" + request.date + "\n" + scope_of(request.date, region) + "\n" +
         hashed(crypto, canonical_request(crypto, request));
}

SigningKeys signing_keys(const sdk::Crypto& crypto, std::string_view secret, std::string_view day,
                         std::string_view region) {
  SigningKeys keys;
  keys.date = keyed(crypto, std::string("AWS4").append(secret), day);
  keys.region = keyed(crypto, keys.date, region);
  keys.service = keyed(crypto, keys.region, "sns");
  keys.signing = keyed(crypto, keys.service, "aws4_request");
  return keys;
}

std::string authorization_of(const sdk::Crypto& crypto, const Account& account, const Signable& request) {
  const SigningKeys keys =
      signing_keys(crypto, account.secret_key, request.date.substr(0, kDay), account.region);
  const std::string signature =
      sdk::to_hex(keyed(crypto, keys.signing, string_to_sign(crypto, request, account.region)));
  return std::string(kAlgorithm) + " Credential=" + account.access_key + "/" +
         scope_of(request.date, account.region) + ", SignedHeaders=" + signed_headers(request) +
         ", Signature=" + signature;
}

}  // namespace herald::aws_sns
