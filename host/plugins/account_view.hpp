#pragma once
#include <string>
#include <string_view>

namespace herald::plugins {

/// The account of sdk/README.md for an operation that gets no secrets: what names and configures it, and
/// nothing that opens it. Of `config` stays what its member `sealed`, the names of the secret ones, does not
/// list; without such a list nothing of it, as nobody knows what is secret. Pure. [any thread]
std::string account_without_secrets(std::string_view account);

}  // namespace herald::plugins
