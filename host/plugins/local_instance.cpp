#include "host/plugins/local_instance.hpp"

#include <algorithm>
#include <exception>

#include "host/plugins/guard.hpp"
#include "host/plugins/library.hpp"
#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

herald_str borrow(std::string_view text) { return {text.data(), text.size()}; }

Error overflow(std::string_view what, const BoundedSink& sink) {
  return {Errc::Internal, "plugin_overflow",
          std::string{what} + ": expected at most " + std::to_string(sink.most()) + " bytes, found more"};
}

Error lacks(std::string_view interface) {
  return {Errc::Invalid, "plugin_unsupported",
          "expected a plugin with " + std::string{interface} + ", found one without"};
}

/// A call with one output.
template <class F>
Result<std::string> text_of(std::string_view what, F&& function) {
  BoundedSink out{kMostJson};
  const auto called = guarded(what, [&](const herald_sink* err) { return function(out.table(), err); });
  if (out.overrun()) return overflow(what, out);
  if (!called) return called.error();
  return out.take();
}

/// A call with two outputs.
template <class F>
Result<Reply> reply_of(std::string_view what, F&& function) {
  BoundedSink json{kMostJson};
  BoundedSink bytes{kMostBytes};
  const auto called =
      guarded(what, [&](const herald_sink* err) { return function(json.table(), bytes.table(), err); });
  if (json.overrun()) return overflow(what, json);
  if (bytes.overrun()) return overflow(what, bytes);
  if (!called) return called.error();
  return Reply{json.take(), bytes.take()};
}

herald_provider_args arguments(const ProviderCall& call) {
  return {sizeof(herald_provider_args),
          0,
          borrow(call.op),
          borrow(call.input),
          borrow(call.bytes),
          borrow(call.account),
          borrow(call.state)};
}

}  // namespace

LocalInstance::LocalInstance(Key, const herald_entry* entry, PluginLog log, Random& random)
    : entry_{entry}, host_{std::move(log)}, random_{random} {}

LocalInstance::~LocalInstance() {
  if (instance_ == nullptr) return;
  // A failure to close leaves nothing to do: the code stays mapped.
  static_cast<void>(guarded("close", [this](const herald_sink*) {
    entry_->close(instance_);
    return HERALD_OK;
  }));
}

Result<std::shared_ptr<Instance>> LocalInstance::open(const herald_entry* entry, const Manifest& manifest,
                                                      PluginLog log, Random& random) {
  auto self = std::make_shared<LocalInstance>(Key{}, entry, std::move(log), random);
  const auto opened = guarded("open", [&](const herald_sink* err) {
    return entry->open(self->host_.table(), &self->instance_, err);
  });
  if (!opened) return opened.error();
  if (self->instance_ == nullptr) return refusal("bad_entry", "an instance from open()", "null");
  auto found = self->find_interfaces();
  if (!found) return found.error();
  auto checked = self->check_interfaces(manifest);
  if (!checked) return checked.error();
  return std::shared_ptr<Instance>{std::move(self)};
}

Result<Done> LocalInstance::find_interfaces() {
  return guarded("get_interface", [this](const herald_sink*) {
    const auto find = [this](const char* id) { return entry_->get_interface(instance_, id); };
    config_ = static_cast<const herald_config*>(find(HERALD_CONFIG_1));
    http_ = static_cast<const herald_provider_http*>(find(HERALD_PROVIDER_HTTP_1));
    stream_ = static_cast<const herald_provider_stream*>(find(HERALD_PROVIDER_STREAM_1));
    return HERALD_OK;
  });
}

Result<Done> LocalInstance::check_interfaces(const Manifest& manifest) const {
  const auto promised = [&](const char* id) {
    return std::ranges::find(manifest.interfaces, id) != manifest.interfaces.end();
  };
  if (promised(HERALD_PROVIDER_HTTP_1) && (http_ == nullptr || config_ == nullptr))
    return refusal("missing_interface", HERALD_CONFIG_1 " and " HERALD_PROVIDER_HTTP_1, "a null table");
  if (promised(HERALD_PROVIDER_STREAM_1) && (stream_ == nullptr || config_ == nullptr))
    return refusal("missing_interface", HERALD_CONFIG_1 " and " HERALD_PROVIDER_STREAM_1, "a null table");
  if (http_ == nullptr && stream_ == nullptr)
    return refusal("missing_interface",
                   "a provider plugin (" HERALD_PROVIDER_HTTP_1 " or " HERALD_PROVIDER_STREAM_1 ")",
                   "none that this host uses");
  if (config_ != nullptr) {
    auto sized = check_table(HERALD_CONFIG_1, config_->struct_size, HERALD_CONFIG_LEAST);
    if (!sized) return sized;
    if (config_->schema == nullptr || config_->validate == nullptr)
      return refusal("bad_entry", "all functions of " HERALD_CONFIG_1, "a null function");
  }
  if (http_ != nullptr) {
    auto sized = check_table(HERALD_PROVIDER_HTTP_1, http_->struct_size, sizeof(herald_provider_http));
    if (!sized) return sized;
    if (http_->descriptor == nullptr || http_->plan == nullptr || http_->on_response == nullptr)
      return refusal("bad_entry", "all functions of " HERALD_PROVIDER_HTTP_1, "a null function");
  }
  if (stream_ != nullptr) {
    auto sized = check_table(HERALD_PROVIDER_STREAM_1, stream_->struct_size, sizeof(herald_provider_stream));
    if (!sized) return sized;
    if (stream_->descriptor == nullptr || stream_->start == nullptr || stream_->feed == nullptr)
      return refusal("bad_entry", "all functions of " HERALD_PROVIDER_STREAM_1, "a null function");
  }
  return Done{};
}

Result<std::string> LocalInstance::descriptor() {
  const auto describe = http_ != nullptr ? http_->descriptor : stream_->descriptor;
  return text_of("descriptor", [&](auto* out, auto* err) { return describe(instance_, out, err); });
}

Result<std::string> LocalInstance::config_schema() {
  return text_of("schema", [this](auto* out, auto* err) { return config_->schema(instance_, out, err); });
}

Result<std::string> LocalInstance::validate(std::string_view account) {
  const herald_str text = borrow(account);
  return text_of("validate",
                 [&](auto* out, auto* err) { return config_->validate(instance_, &text, out, err); });
}

Result<Reply> LocalInstance::plan(const ProviderCall& call) {
  if (http_ == nullptr) return lacks(HERALD_PROVIDER_HTTP_1);
  const herald_provider_args args = arguments(call);
  herald_call context{call.tenant, random_};
  return reply_of("plan", [&](auto* json, auto* bytes, auto* err) {
    return http_->plan(instance_, &context, &args, json, bytes, err);
  });
}

Result<Reply> LocalInstance::on_response(const ProviderCall& call, const ProviderResponse& response) {
  if (http_ == nullptr) return lacks(HERALD_PROVIDER_HTTP_1);
  const herald_provider_args args = arguments(call);
  const herald_http_response answer{sizeof(herald_http_response), response.status,
                                    borrow(response.headers_json), borrow(response.body)};
  herald_call context{call.tenant, random_};
  return reply_of("on_response", [&](auto* json, auto* bytes, auto* err) {
    return http_->on_response(instance_, &context, &args, &answer, json, bytes, err);
  });
}

Result<Reply> LocalInstance::start(const ProviderCall& call) {
  if (stream_ == nullptr) return lacks(HERALD_PROVIDER_STREAM_1);
  const herald_provider_args args = arguments(call);
  herald_call context{call.tenant, random_};
  return reply_of("start", [&](auto* json, auto* bytes, auto* err) {
    return stream_->start(instance_, &context, &args, json, bytes, err);
  });
}

Result<Reply> LocalInstance::feed(const ProviderCall& call, const StreamHappening& event) {
  if (stream_ == nullptr) return lacks(HERALD_PROVIDER_STREAM_1);
  const herald_provider_args args = arguments(call);
  const herald_stream_event happened{sizeof(herald_stream_event), event.kind, borrow(event.info),
                                     borrow(event.bytes)};
  herald_call context{call.tenant, random_};
  return reply_of("feed", [&](auto* json, auto* bytes, auto* err) {
    return stream_->feed(instance_, &context, &args, &happened, json, bytes, err);
  });
}

}  // namespace herald::plugins
