#pragma once
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::plugins {

/// Why a plugin file is not taken: an Error whose detail reads "expected …, found …". [any thread]
Error refusal(std::string_view reason, std::string_view expected, std::string_view found);

/// A foreign text made fit for logs and JSON: control characters become blanks, bytes above ASCII become `?`.
std::string printable(std::string_view text);

}  // namespace herald::plugins
