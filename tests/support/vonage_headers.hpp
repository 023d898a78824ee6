#pragma once
#include <optional>
#include <string_view>

#include "tests/support/vonage_wire.hpp"

namespace herald::test {

/// What is wrong with the headers apart from the credentials: one Host, that content type, the length in
/// bytes, nothing that the documents do not name.
std::optional<VonageError> check_vonage_head(const RawRequest& request, std::string_view content_type);

}  // namespace herald::test
