#include "tests/support/sim/rules.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "tests/support/sim/changes.hpp"
#include "tests/support/sim/further.hpp"

namespace herald::test::sim {
namespace {

using nlohmann::json;

std::string excerpt(const RawRequest& request) {
  const std::string whole = request.head + request.body;
  return whole.size() <= 2'000 ? whole : whole.substr(0, 2'000) + "...";
}

/// The good ones among a provider's examples; the others are of another account. Throws std::runtime_error
/// where one of further_examples() is not good.
std::vector<RawRequest> good_requests(const Far& far, const FarKind& kind) {
  std::vector<RawRequest> out;
  for (const std::string_view text : kind.examples)
    if (RawRequest one = far.sealed(request_of(text, far.authorization())); judged(far, one).empty())
      out.push_back(std::move(one));
  for (RawRequest& one : further_examples(kind.provider, out)) {
    one = far.sealed(std::move(one));
    if (const std::string rule = judged(far, one); !rule.empty())
      throw std::runtime_error{std::string{kind.provider} + ": expected a good further example, found " +
                               excerpt(one) + "\nwhich breaks: " + rule};
    out.push_back(std::move(one));
  }
  return out;
}

/// Each rule once, by the first request that breaks it. [one thread]
class Collection final {
 public:
  explicit Collection(const Far& far) : far_{far} {}
  /// Whether the same was tried with enough other requests to that path.
  [[nodiscard]] bool knows(const RawRequest& good, const Change& change) {
    return ++tried_[good.line() + change.words] > kMostTries;
  }
  void take(const Change& change) {
    const std::string rule = judged(far_, change.request);
    if (!rule.empty() && known_.insert(rule).second)
      rules_.push_back({{"rule", rule}, {"change", change.words}, {"request", excerpt(change.request)}});
  }
  [[nodiscard]] std::vector<json> rules() && { return std::move(rules_); }

 private:
  const Far& far_;
  static constexpr int kMostTries = 2;
  std::set<std::string> known_{};
  std::map<std::string, int> tried_{};
  std::vector<json> rules_{};
};

}  // namespace

std::vector<json> broken_rules(const FarKind& kind) {
  set_now(kind.now);
  const auto far = kind.make();
  const std::vector<RawRequest> good = good_requests(*far, kind);
  if (good.empty())
    throw std::runtime_error{std::string{kind.provider} + ": expected a good example, found none"};
  Collection found{*far};
  for (const RawRequest& one : good)
    for (const Change& change : changes_of(one, good)) {
      if (found.knows(one, change)) continue;
      found.take(change);
      // Where credentials cover the whole request, a change behind them shows only with new ones.
      if (const RawRequest again = far->sealed(change.request); again.head != change.request.head)
        found.take({change.words, again});
    }
  for (const Change& change : further_changes(kind.provider, good))
    found.take({change.words, far->sealed(change.request)});
  set_now(0);
  return std::move(found).rules();
}

}  // namespace herald::test::sim
