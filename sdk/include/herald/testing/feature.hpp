#pragma once
#include <dlfcn.h>
#include <herald/testing/host.hpp>
#include <herald/testing/records.hpp>

namespace herald::sdk::testing {

/// One call of a feature plugin; `input` is JSON. [value]
struct FeatureStep {
  std::string op{"route"}, name{}, input{"{}"};
  bool operator==(const FeatureStep&) const = default;
};

/// A built feature plugin, loaded and opened; closed when it goes, never unloaded. [one thread]
/// Methods throw std::runtime_error with the plugin's reason when it fails.
class FeaturePlugin {
 public:
  FeaturePlugin(const std::string& file, const FakeHost& host) {
    entry_ = detail::load(file);
    std::string reason;
    const herald_sink err = detail::into(reason);
    detail::expect_ok(entry_->open(host.table(), &instance_, &err), reason);
    table_ = static_cast<const herald_feature*>(entry_->get_interface(instance_, HERALD_FEATURE_1));
    if (table_ == nullptr) throw std::runtime_error{"expected " HERALD_FEATURE_1};
  }
  ~FeaturePlugin() {
    if (instance_ != nullptr) entry_->close(instance_);
  }
  FeaturePlugin(const FeaturePlugin&) = delete;
  FeaturePlugin& operator=(const FeaturePlugin&) = delete;

  [[nodiscard]] std::string descriptor() const {
    return made([&](auto* json, auto* err) { return table_->descriptor(instance_, json, err); });
  }
  /// A route, an event or a job; `records` is what the call may read.
  [[nodiscard]] std::string run(const FeatureStep& step, const RecordReader& records) const {
    CallContext context{.records = &records};
    const herald_feature_args args = arguments(step);
    return made(
        [&](auto* json, auto* err) { return table_->run(instance_, context.call(), &args, json, err); });
  }
  [[nodiscard]] std::string filter(const FeatureStep& step) const {
    const herald_feature_args args = arguments(step);
    return made([&](auto* json, auto* err) { return table_->filter(instance_, &args, json, err); });
  }

 private:
  static herald_feature_args arguments(const FeatureStep& step) {
    return {sizeof(herald_feature_args), 0, detail::lend(step.op), detail::lend(step.name),
            detail::lend(step.input)};
  }
  template <class F>
  static std::string made(F&& call) {
    std::string output, reason;
    const herald_sink json = detail::into(output), err = detail::into(reason);
    detail::expect_ok(call(&json, &err), reason);
    return output;
  }
  const herald_entry* entry_{};
  herald_instance* instance_{};
  const herald_feature* table_{};
};

}  // namespace herald::sdk::testing
