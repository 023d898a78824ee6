#pragma once
#include <string_view>

namespace herald::http {

/// Why a request never reached the handler. The connection closes after it. Texts are literals. [value]
struct Refusal {
  int status;
  std::string_view code;
  std::string_view detail;
};

inline constexpr Refusal kBodyTooLarge{413, "body_too_large", "the body exceeds the limit in bytes"};

}  // namespace herald::http
