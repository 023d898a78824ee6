#pragma once
#include <string>
#include <string_view>

namespace herald::provider {

/// The unfolded value of the first header of that name in a raw header block, or nothing (empty). [any
/// thread] Source: RFC 5322 §2.2.
std::string mail_header(std::string_view block, std::string_view name);

/// A message id without its angle brackets. [any thread]
std::string bare_id(std::string_view message_id);

/// A parameter of a header value, `name="value"` or `name=value`, in quotes a backslash escapes; empty when
/// it has none of that name. [any thread] Source: RFC 2045 §5.1.
std::string header_parameter(std::string_view header, std::string_view wanted);

}  // namespace herald::provider
