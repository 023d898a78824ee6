#pragma once
#include <herald/sdk.hpp>
#include <optional>
#include <string>
#include <vector>

namespace herald::provider {

/// What is wrong with an account. [value]
struct AccountProblem {
  std::string pointer{};  ///< into the account object
  std::string text{};     ///< without the value, which may be a secret in the wrong place
};

/// What `validate` of sdk/README.md answers; JSON. [any thread]
std::string problems_json(const std::vector<AccountProblem>& problems);

/// The verdict on an account that could only make refused requests: its first problem. Nothing for a good
/// one. [any thread]
std::optional<sdk::Reply> account_verdict(const std::vector<AccountProblem>& problems);

}  // namespace herald::provider
