// A loaded feature plugin under watch.
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

/// The inputs of a call in tight memory, gone when it is over. [one thread]
class LentStep final {
 public:
  explicit LentStep(const FeatureStep& step) : op_{step.op}, name_{step.name}, input_{step.input} {
    const herald_feature_args args{sizeof(herald_feature_args), 0, op_.text(), name_.text(), input_.text()};
    args_ = std::make_unique<Tight>(std::string_view{reinterpret_cast<const char*>(&args), sizeof(args)});
  }
  [[nodiscard]] const herald_feature_args* args() const {
    return reinterpret_cast<const herald_feature_args*>(args_->data());
  }

 private:
  Tight op_, name_, input_;
  std::unique_ptr<Tight> args_;
};

}  // namespace

/// Whether it is one; whatever is wrong with its table is a finding.
bool Subject::take_feature(const herald_feature* table) {
  if (table == nullptr) return false;
  const bool whole = HERALD_HAS(herald_feature, table, filter) && table->descriptor != nullptr &&
                     table->run != nullptr && table->filter != nullptr;
  findings_.expect(whole, "tables that are whole and have no null function",
                   "a short table or a null function");
  findings_.expect(!whole || table->reserved == 0, "reserved members that are 0", "another value in a table");
  if (whole) feature_ = table;
  return true;
}

Outcome Subject::call(const FeatureStep& step, const sdk::testing::RecordReader* records, Room room) {
  const LentStep lent{step};
  const bool filters = step.op == "filter";
  return watched({.name = step.op + " " + step.name, .room = room, .records = records, .has_call = !filters},
                 [&](auto* call, auto* json_out, auto*, auto* err) {
                   return filters ? feature_->filter(instance_, lent.args(), json_out, err)
                                  : feature_->run(instance_, call, lent.args(), json_out, err);
                 });
}

Outcome Subject::call(const FeatureStep& step, Room room) {
  const sdk::testing::TenantRecords records{calls().records, kSampleTenant};
  return call(step, &records, room);
}

const FeatureSample& Subject::calls() {
  if (!calls_) calls_ = std::make_unique<FeatureSample>(sample_feature(facts()));
  return *calls_;
}

std::vector<Outcome> Subject::usual() {
  if (!is_feature()) return {plan(sample())};
  std::vector<Outcome> out;
  for (const FeatureStep& step : calls().calls) out.push_back(call(step));
  return out;
}

}  // namespace herald::kit
