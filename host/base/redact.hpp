#pragma once
#include <span>
#include <string>

namespace herald {

/// Replaces every occurrence of `secret` by "***". Secrets of fewer than 4 characters stay: they would only
/// mark where they occur by chance.
void redact(std::string& text, const std::string& secret);
void redact(std::string& text, std::span<const std::string> secrets);

}  // namespace herald
