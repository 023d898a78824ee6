#pragma once
#include <cstdint>
#include <herald/sdk.hpp>
#include <string>
#include <string_view>

#include "plugins/providers/aws_sns/account.hpp"

namespace herald::aws_sns {

// AWS Signature Version 4 of POST requests without a query, for the service sns. All [one thread, the call].
// Source: docs.aws.amazon.com/IAM/latest/UserGuide, "Create a signed AWS API request".

/// What of a request is signed. [value]
struct Signable {
  std::string host{};  ///< as the header Host has it, with a port that is not the scheme's own
  std::string path{"/"};
  std::string content_type{};
  std::string date{};           ///< X-Amz-Date
  std::string session_token{};  ///< X-Amz-Security-Token; empty without one
  std::string body{};
};

/// The keys that lead to the signing key, as raw bytes. [value]
struct SigningKeys {
  std::string date{};
  std::string region{};
  std::string service{};
  std::string signing{};
};

/// `20240517T102030Z`.
std::string amz_date(std::int64_t ms);

/// The names of the headers that are signed, as SignedHeaders lists them.
std::string signed_headers(const Signable& request);

std::string canonical_request(const sdk::Crypto& crypto, const Signable& request);

/// `region` is the account's, whatever the host.
std::string string_to_sign(const sdk::Crypto& crypto, const Signable& request, std::string_view region);

/// `day` is the first eight characters of the date.
SigningKeys signing_keys(const sdk::Crypto& crypto, std::string_view secret, std::string_view day,
                         std::string_view region);

/// The value of the header Authorization.
std::string authorization_of(const sdk::Crypto& crypto, const Account& account, const Signable& request);

}  // namespace herald::aws_sns
