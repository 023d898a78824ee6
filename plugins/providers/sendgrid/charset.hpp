#pragma once
#include <string>
#include <string_view>

namespace herald::sendgrid {

/// The text in UTF-8, converted from ISO-8859-1 or windows-1252 where `charset` names one of them; text of
/// another charset as it is. [any thread]
std::string to_utf8(std::string_view text, std::string_view charset);

}  // namespace herald::sendgrid
