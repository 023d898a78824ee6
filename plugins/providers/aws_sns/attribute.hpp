#pragma once
#include <string_view>

namespace herald::aws_sns {

// What SNS takes as attributes of an SMS. All [any thread].
// Source: docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html.

/// 3 to 11 letters, digits and hyphens, one of them a letter.
bool is_sender_id(std::string_view text);

/// 5 to 14 digits, with plus or without.
bool is_origination_number(std::string_view text);

/// Digits, and perhaps a point and up to five digits more.
bool is_price(std::string_view text);

/// 1 to 50 characters of printable ASCII without blanks: an id registered in India.
bool is_registered_id(std::string_view text);

/// Promotional or Transactional.
bool is_sms_type(std::string_view text);

}  // namespace herald::aws_sns
