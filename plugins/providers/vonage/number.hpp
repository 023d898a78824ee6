#pragma once
#include <string>
#include <string_view>

namespace herald::vonage {

/// A number as Vonage writes it, without plus; any other text as it is. [any thread]
std::string without_plus(std::string_view address);

/// A number as Herald writes it: 7 and more digits get their plus, short codes and names stay. [any thread]
std::string with_plus(std::string_view address);

/// `+` and 7 to 15 digits (ITU-T E.164), which is what Vonage takes as a recipient. [any thread]
bool is_recipient(std::string_view address);

/// A number of at most 15 digits with or without plus, or at most 11 letters and digits. [any thread]
/// Source: developer.vonage.com, messaging/sms/guides/custom-sender-id.
bool is_sender(std::string_view text);

/// True when every character stands in GSM 03.38 with its extension table: what `type=text` can carry.
/// [any thread]
bool fits_gsm(std::string_view utf8);

/// Parts that a text takes: 160 or 153 septets, else 70 or 67 units of UTF-16. [any thread]
int parts_of(std::string_view utf8);

}  // namespace herald::vonage
