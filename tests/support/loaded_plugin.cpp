#include "tests/support/loaded_plugin.hpp"

#include <dlfcn.h>

#include <stdexcept>

namespace herald::testing {
namespace {

herald_sink into(std::string& text) {
  const auto append = [](void* ctx, const char* data, std::uint64_t len) -> std::int32_t {
    static_cast<std::string*>(ctx)->append(data, len);
    return 0;
  };
  return {sizeof(herald_sink), 0, &text, append};
}

herald_str borrow(std::string_view text) { return {text.data(), text.size()}; }

void expect_ok(herald_status status, const std::string& reason) {
  if (status == HERALD_OK) return;
  throw std::runtime_error{reason.empty() ? "the plugin failed with status " + std::to_string(status) +
                                                " and, against the rules, without a reason"
                                          : reason};
}

herald_provider_args arguments(const StepInput& step) {
  return {sizeof(herald_provider_args),
          0,
          borrow(step.op),
          borrow(step.input),
          borrow(step.bytes),
          borrow(step.account),
          borrow(step.state)};
}

/// The bytes 0, 1, 2 …
class CountingRandom final : public Random {
 public:
  std::string bytes(std::size_t count) override {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += static_cast<char>(next_++);
    return out;
  }
  std::uint64_t below(std::uint64_t bound) override { return next_++ % bound; }

 private:
  unsigned char next_{0};
};

/// What one call of the host carries.
struct CallContext {
  domain::TenantId tenant{"tenant-1"};
  CountingRandom random{};
  herald_call call{tenant, random};
};

}  // namespace

LoadedPlugin::LoadedPlugin(const std::filesystem::path& file) {
  void* library = ::dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error{::dlerror()};
  using Entry = const herald_entry* (*)();
  const auto entry = reinterpret_cast<Entry>(::dlsym(library, HERALD_ENTRY_SYMBOL));
  if (entry == nullptr) throw std::runtime_error{"expected the symbol " HERALD_ENTRY_SYMBOL ", found none"};
  entry_ = entry();
  std::string reason;
  const auto err = into(reason);
  expect_ok(entry_->open(host_.table(), &instance_, &err), reason);
  config_ = static_cast<const herald_config*>(entry_->get_interface(instance_, HERALD_CONFIG_1));
  http_ = static_cast<const herald_provider_http*>(entry_->get_interface(instance_, HERALD_PROVIDER_HTTP_1));
  stream_ =
      static_cast<const herald_provider_stream*>(entry_->get_interface(instance_, HERALD_PROVIDER_STREAM_1));
  if (config_ == nullptr || (http_ == nullptr && stream_ == nullptr))
    throw std::runtime_error{"expected " HERALD_CONFIG_1 " and a provider's interface"};
}

LoadedPlugin::~LoadedPlugin() { entry_->close(instance_); }

std::string LoadedPlugin::manifest() const { return {entry_->manifest.data, entry_->manifest.len}; }

std::string LoadedPlugin::descriptor() const {
  std::string json;
  std::string reason;
  const auto out = into(json);
  const auto err = into(reason);
  const auto describe = http_ != nullptr ? http_->descriptor : stream_->descriptor;
  expect_ok(describe(instance_, &out, &err), reason);
  return json;
}

std::string LoadedPlugin::config_schema() const {
  std::string json;
  std::string reason;
  const auto out = into(json);
  const auto err = into(reason);
  expect_ok(config_->schema(instance_, &out, &err), reason);
  return json;
}

std::string LoadedPlugin::validate(std::string_view account) const {
  std::string json;
  std::string reason;
  const auto out = into(json);
  const auto err = into(reason);
  const auto given = borrow(account);
  expect_ok(config_->validate(instance_, &given, &out, &err), reason);
  return json.empty() ? "[]" : json;
}

StepOutput LoadedPlugin::plan(const StepInput& step) const {
  StepOutput output;
  CallContext context;
  std::string reason;
  const auto args = arguments(step);
  const auto json = into(output.json);
  const auto bytes = into(output.bytes);
  const auto err = into(reason);
  expect_ok(http_->plan(instance_, &context.call, &args, &json, &bytes, &err), reason);
  return output;
}

StepOutput LoadedPlugin::on_response(const StepInput& step, const ProviderAnswer& answer) const {
  StepOutput output;
  CallContext context;
  std::string reason;
  const auto args = arguments(step);
  const herald_http_response response{sizeof(herald_http_response), answer.status,
                                      borrow(answer.headers_json), borrow(answer.body)};
  const auto json = into(output.json);
  const auto bytes = into(output.bytes);
  const auto err = into(reason);
  expect_ok(http_->on_response(instance_, &context.call, &args, &response, &json, &bytes, &err), reason);
  return output;
}

StepOutput LoadedPlugin::start(const StepInput& step) const {
  StepOutput output;
  CallContext context;
  std::string reason;
  const auto args = arguments(step);
  const auto json = into(output.json);
  const auto bytes = into(output.bytes);
  const auto err = into(reason);
  expect_ok(stream_->start(instance_, &context.call, &args, &json, &bytes, &err), reason);
  return output;
}

StepOutput LoadedPlugin::feed(const StepInput& step, std::int32_t kind, std::string_view received) const {
  StepOutput output;
  CallContext context;
  std::string reason;
  const auto args = arguments(step);
  const herald_stream_event event{sizeof(herald_stream_event), kind, borrow("{}"), borrow(received)};
  const auto json = into(output.json);
  const auto bytes = into(output.bytes);
  const auto err = into(reason);
  expect_ok(stream_->feed(instance_, &context.call, &args, &event, &json, &bytes, &err), reason);
  return output;
}

}  // namespace herald::testing
