// How a feature reads records: queries that an index serves, and reads that fail.
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

using sdk::testing::RecordReader;
using sdk::testing::RecordsRefusal;
using sdk::testing::TenantRecords;

/// Passes reads on and keeps why some were refused. Of a call that is served it may refuse the reads itself.
class WatchedReader final : public RecordReader {
 public:
  explicit WatchedReader(const TenantRecords& records) : records_{records} {}
  [[nodiscard]] std::string get(std::string_view collection, std::string_view id) const override {
    return read([&] { return records_.get(collection, id); });
  }
  [[nodiscard]] std::string query(std::string_view query) const override {
    return read([&] { return records_.query(query); });
  }
  [[nodiscard]] std::string count(std::string_view query) const override {
    return read([&] { return records_.count(query); });
  }
  /// From the `number`th read on (1 is the first) all fail with that status; HERALD_OK: none.
  void fail(herald_status status, int number) {
    status_ = status;
    from_ = number;
    reads_ = 0;
  }
  [[nodiscard]] int reads() const { return reads_; }
  [[nodiscard]] const std::vector<std::string>& refusals() const { return refusals_; }

 private:
  template <class F>
  std::string read(F&& read) const {
    ++reads_;
    if (status_ != HERALD_OK && reads_ >= from_)
      throw RecordsRefusal{status_, "unavailable", "the database cannot be reached"};
    try {
      return read();
    } catch (const RecordsRefusal& refusal) {
      refusals_.emplace_back(refusal.what());
      throw;
    }
  }
  const TenantRecords& records_;
  herald_status status_{HERALD_OK};
  int from_{1};
  mutable int reads_{0};
  mutable std::vector<std::string> refusals_{};
};

void check_queries(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const TenantRecords own{subject.calls().records, kSampleTenant};
  constexpr int kMostReads = 1000;
  for (const FeatureStep& step : subject.calls().calls) {
    const WatchedReader reader{own};
    subject.call(step, &reader);
    for (const std::string& refusal : reader.refusals())
      findings.add("reads that the host carries out", step.op + " " + step.name + ": " + refusal);
    findings.expect(reader.reads() <= kMostReads, "at most 1000 reads in a call",
                    step.op + " " + step.name + ": " + std::to_string(reader.reads()));
  }
}

/// What could not be read is not taken for absent.
void check_failing(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const TenantRecords own{subject.calls().records, kSampleTenant};
  for (const FeatureStep& step : subject.calls().calls) {
    WatchedReader reader{own};
    subject.call(step, &reader);
    const int reads = std::min(reader.reads(), 5);
    for (const herald_status status : {HERALD_FAILED, HERALD_REFUSED, HERALD_NO_MEMORY})
      for (int number = 1; number <= reads; ++number) {
        reader.fail(status, number);
        const Outcome made = subject.call(step, &reader);
        findings.expect(!made.ok() || reader.reads() < number, "no success when records cannot be read",
                        step.op + " " + step.name + ": " + shown(made.json));
      }
    if (reads == 0 || step.op == "filter") continue;
    const Outcome none = subject.call(step, static_cast<const RecordReader*>(nullptr));
    findings.expect(!none.ok(), "no success when records cannot be read",
                    step.op + " " + step.name + " without records: " + shown(none.json));
  }
}

/// Filters have what the host fetched for them and ask for nothing else.
void check_filters(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const std::vector<FeatureStep> filters = subject.calls().of("filter");
  for (const FeatureStep& step : filters) {
    const Outcome before = subject.call(step);
    subject.usual();
    findings.expect(subject.call(step) == before, "filters that depend on their input only",
                    step.name + ": another answer after routes");
  }
}

constexpr Check kRecordChecks[]{
    {"records.queries", "Records are read as the declared indexes allow", &check_queries},
    {"records.failing", "A failure to read records ends the call with a reason", &check_failing},
    {"records.filters", "Filters read no records", &check_filters}};

}  // namespace

std::span<const Check> record_checks() { return kRecordChecks; }

}  // namespace herald::kit
