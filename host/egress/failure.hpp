#pragma once
#include <curl/curl.h>

#include <string_view>

namespace herald::egress {

/// The name (see Exchange) of a transfer that libcurl ended with `code` before PREREQ, so that nothing left.
std::string_view name_early_failure(CURLcode code);
/// The same after PREREQ: some of the request may have left.
std::string_view name_late_failure(CURLcode code);

}  // namespace herald::egress
