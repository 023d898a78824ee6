#pragma once
#include <herald/sdk.hpp>
#include <optional>
#include <string_view>

#include "plugins/providers/aws_sns/account.hpp"
#include "plugins/providers/aws_sns/notice.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::aws_sns {

/// True where a signing certificate may be fetched: https, a host of SNS, a path that ends with `.pem`, no
/// query. Of an account with an api_url, which an emulator or a VPC endpoint has, that scheme, host and port
/// count as well. [any thread]
/// Source: aws/aws-js-sns-message-validator, index.js.
bool is_certificate_url(std::string_view text, const Account& account);

/// True where a subscription may be confirmed: of the same places, any path and query. [any thread]
bool is_subscribe_url(std::string_view text, const Account& account);

/// Why a notice is not to be believed, as far as that can be told without its certificate; nothing where it
/// may be genuine. [any thread]
std::optional<provider::Reason> objection_to(const Notice& notice, const Account& account,
                                             std::int64_t now_ms);

/// Why the signature is not genuine by that certificate; nothing when it is. [one thread, the call]
std::optional<provider::Reason> forgery_in(const Notice& notice, std::string_view pem, std::int64_t now_ms,
                                           const sdk::Crypto& crypto);

}  // namespace herald::aws_sns
