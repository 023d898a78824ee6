#include "host/plugins/local_feature.hpp"

#include "host/plugins/blame.hpp"
#include "host/plugins/guard.hpp"
#include "host/plugins/library.hpp"
#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

herald_str lend(std::string_view text) { return {text.data(), text.size()}; }

herald_feature_args feature_arguments(const FeatureCall& call) {
  return {sizeof(herald_feature_args), 0, lend(call.op), lend(call.name), lend(call.input)};
}

template <class F>
Result<std::string> json_of(std::string_view what, F&& function) {
  BoundedSink out{kMostJson};
  const auto called = guarded(what, [&](const herald_sink* err) { return function(out.table(), err); });
  if (out.overrun())
    return Error{
        Errc::Internal, "plugin_overflow",
        std::string{what} + ": expected at most " + std::to_string(out.most()) + " bytes, found more"};
  if (!called) return called.error();
  return out.take();
}

Result<Reply> as_reply(Result<std::string> json) {
  if (!json) return std::move(json).error();
  return Reply{*std::move(json), {}};
}

}  // namespace

LocalFeature::LocalFeature(Key, const herald_entry* entry, std::string suspicion, PluginLog log,
                           Random& random)
    : entry_{entry}, suspicion_{std::move(suspicion)}, host_{std::move(log)}, random_{random} {}

LocalFeature::~LocalFeature() {
  if (instance_ == nullptr) return;
  const Blame blame{suspicion_, "close"};
  // A failure to close leaves nothing to do: the code stays mapped.
  static_cast<void>(guarded("close", [this](const herald_sink*) {
    entry_->close(instance_);
    return HERALD_OK;
  }));
}

Result<std::shared_ptr<LocalFeature>> LocalFeature::open(const herald_entry* entry, std::string suspicion,
                                                         PluginLog log, Random& random) {
  auto self = std::make_shared<LocalFeature>(Key{}, entry, std::move(suspicion), std::move(log), random);
  const auto opened = guarded("open", [&](const herald_sink* err) {
    return entry->open(self->host_.table(), &self->instance_, err);
  });
  if (!opened) return opened.error();
  if (self->instance_ == nullptr) return refusal("bad_entry", "an instance from open()", "null");
  auto found = self->find_interface();
  if (!found) return std::move(found).error();
  return self;
}

Result<Done> LocalFeature::find_interface() {
  auto found = guarded("get_interface", [this](const herald_sink*) {
    table_ = static_cast<const herald_feature*>(entry_->get_interface(instance_, HERALD_FEATURE_1));
    return HERALD_OK;
  });
  if (!found) return found;
  if (table_ == nullptr) return refusal("missing_interface", HERALD_FEATURE_1, "a null table");
  auto sized = check_table(HERALD_FEATURE_1, table_->struct_size, sizeof(herald_feature));
  if (!sized) return sized;
  if (table_->descriptor == nullptr || table_->run == nullptr || table_->filter == nullptr)
    return refusal("bad_entry", "all functions of " HERALD_FEATURE_1, "a null function");
  return Done{};
}

Result<std::string> LocalFeature::descriptor() {
  const Blame blame{suspicion_, "descriptor"};
  return json_of("descriptor",
                 [this](auto* out, auto* err) { return table_->descriptor(instance_, out, err); });
}

Result<Reply> LocalFeature::run(const FeatureCall& call) {
  const Blame blame{suspicion_, "run"};
  const herald_feature_args args = feature_arguments(call);
  herald_call context{call.tenant, random_, call.reads.get()};
  return as_reply(json_of(
      "run", [&](auto* out, auto* err) { return table_->run(instance_, &context, &args, out, err); }));
}

Result<Reply> LocalFeature::filter(const FeatureCall& call) {
  const Blame blame{suspicion_, "filter"};
  const herald_feature_args args = feature_arguments(call);
  return as_reply(
      json_of("filter", [&](auto* out, auto* err) { return table_->filter(instance_, &args, out, err); }));
}

}  // namespace herald::plugins
