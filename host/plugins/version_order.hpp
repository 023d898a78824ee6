#pragma once
#include <compare>
#include <string_view>

namespace herald::plugins {

/// The precedence of two semantic versions (semver.org 2.0.0, item 11); build metadata counts for nothing.
/// Pure; takes any text.
std::weak_ordering compare_versions(std::string_view left, std::string_view right);

}  // namespace herald::plugins
