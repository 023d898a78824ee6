#include "plugins/providers/parts/account_problem.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace herald::provider {

std::string problems_json(const std::vector<AccountProblem>& problems) {
  nlohmann::json out = nlohmann::json::array();
  for (const AccountProblem& problem : problems)
    out.push_back({{"pointer", problem.pointer}, {"text", problem.text}});
  return dumped(out);
}

std::optional<sdk::Reply> account_verdict(const std::vector<AccountProblem>& problems) {
  if (problems.empty()) return std::nullopt;
  return rejected("config", {"account", problems.front().pointer + ": " + problems.front().text});
}

}  // namespace herald::provider
