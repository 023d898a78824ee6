#include "host/plugins/runner_feature.hpp"

#include <utility>

namespace herald::plugins {
namespace {

frame::Call frame_of(frame::Verb verb, const FeatureCall& call) {
  return {.verb = verb,
          .tenant = call.tenant.text,
          .op = call.op,
          .name = call.name,
          .input = call.input,
          .status = call.reads ? 1 : 0};
}

/// So that a call which brings its process down is not made for ever.
Result<Reply> blamed(Result<Reply> reply) {
  if (reply) return reply;
  Error error = std::move(reply).error();
  if (error.reason == "plugin_timeout") error.reason = "plugin_overdue";
  if (error.reason == "plugin_overdue" || error.reason == "plugin_crashed") error.code = Errc::Internal;
  return error;
}

}  // namespace

Result<std::shared_ptr<FeatureInstance>> RunnerFeature::open(RunnerParts parts) {
  auto feature = std::make_shared<RunnerFeature>(std::move(parts));
  auto started = feature->link_.open();
  if (!started) return started.error();
  return std::shared_ptr<FeatureInstance>{std::move(feature)};
}

Result<std::string> RunnerFeature::descriptor() { return link_.text({.verb = frame::Verb::Descriptor}); }

Result<Reply> RunnerFeature::run(const FeatureCall& call) {
  return blamed(link_.ask(frame_of(frame::Verb::Run, call), call.reads.get()));
}

Result<Reply> RunnerFeature::filter(const FeatureCall& call) {
  return blamed(link_.ask(frame_of(frame::Verb::Filter, call)));
}

}  // namespace herald::plugins
