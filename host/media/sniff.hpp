#pragma once
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::media {

inline constexpr std::size_t kSniffedBytes = 512;

/// What the first bytes say (WHATWG MIME Sniffing, and the containers of phones); empty when they say
/// nothing. [any thread]
std::string_view sniff(std::string_view head);

/// The type of bytes that begin so, whose sender calls them `declared` (may be empty or have parameters):
/// the sender's word where the bytes do not contradict it. Invalid/"content_type_mismatch". [any thread]
Result<std::string> settle_type(std::string_view declared, std::string_view head);

/// Is that type among `allowed`, a list like `image/*,application/pdf`? An empty list allows all. [any
/// thread]
bool allows(std::string_view allowed, std::string_view content_type);

}  // namespace herald::media
