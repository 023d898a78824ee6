#pragma once
#include <herald/abi.h>
#include <herald/testing/feature.hpp>
#include <herald/testing/host.hpp>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// For tests of plugins, with any test library or none: a host, a loaded plugin (feature.hpp has feature
/// plugins), scripted answers, records in memory (records.hpp). Link OpenSSL::Crypto and dl. `herald-plugin
/// check --golden` compares whole transcripts.
namespace herald::sdk::testing {

/// The inputs of one step; JSON but for `bytes`. [value]
struct Step {
  std::string op{"send"}, input{"{}"}, account{R"({"channel_id":"channel-1","config":{}})"}, bytes{},
      state{"{}"};
  bool operator==(const Step&) const = default;
};

/// An answer of the provider, as a test scripts it. [value]
struct Answer {
  int status{200};
  std::string body{}, headers_json{"[]"};
};

/// What a step made. [value]
struct Output {
  std::string json{}, bytes{};
};

/// A built provider plugin, loaded and opened; closed when it goes, never unloaded. [one thread]
/// Methods throw std::runtime_error with the plugin's reason when it fails.
class Plugin {
 public:
  Plugin(const std::string& file, const FakeHost& host) {
    entry_ = detail::load(file);
    std::string reason;
    const herald_sink err = detail::into(reason);
    detail::expect_ok(entry_->open(host.table(), &instance_, &err), reason);
    config_ = static_cast<const herald_config*>(entry_->get_interface(instance_, HERALD_CONFIG_1));
    http_ =
        static_cast<const herald_provider_http*>(entry_->get_interface(instance_, HERALD_PROVIDER_HTTP_1));
    if (config_ == nullptr || http_ == nullptr)
      throw std::runtime_error{"expected " HERALD_CONFIG_1 " and " HERALD_PROVIDER_HTTP_1};
  }
  ~Plugin() {
    if (instance_ != nullptr) entry_->close(instance_);
  }
  Plugin(const Plugin&) = delete;
  Plugin& operator=(const Plugin&) = delete;

  [[nodiscard]] std::string descriptor() const {
    return written([&](auto* json, auto* err) { return http_->descriptor(instance_, json, err); });
  }
  [[nodiscard]] std::string config_schema() const {
    return written([&](auto* json, auto* err) { return config_->schema(instance_, json, err); });
  }
  [[nodiscard]] std::string validate(const std::string& account) const {
    const herald_str text = borrow(account);
    return written([&](auto* out, auto* err) { return config_->validate(instance_, &text, out, err); });
  }
  [[nodiscard]] Output plan(const Step& step) const {
    CallContext context;
    const herald_provider_args args = arguments(step);
    return made([&](auto* json, auto* bytes, auto* err) {
      return http_->plan(instance_, context.call(), &args, json, bytes, err);
    });
  }
  [[nodiscard]] Output on_response(const Step& step, const Answer& answer) const {
    CallContext context;
    const herald_provider_args args = arguments(step);
    const herald_http_response response{sizeof(herald_http_response), answer.status,
                                        borrow(answer.headers_json), borrow(answer.body)};
    return made([&](auto* json, auto* bytes, auto* err) {
      return http_->on_response(instance_, context.call(), &args, &response, json, bytes, err);
    });
  }

 private:
  static herald_str borrow(const std::string& text) { return {text.data(), text.size()}; }
  static herald_provider_args arguments(const Step& step) {
    return {sizeof(herald_provider_args),
            0,
            borrow(step.op),
            borrow(step.input),
            borrow(step.bytes),
            borrow(step.account),
            borrow(step.state)};
  }
  template <class F>
  static std::string written(F&& call) {
    return made([&](auto* json, auto*, auto* err) { return call(json, err); }).json;
  }
  template <class F>
  static Output made(F&& call) {
    Output output;
    std::string reason;
    const herald_sink json = detail::into(output.json), bytes = detail::into(output.bytes),
                      err = detail::into(reason);
    detail::expect_ok(call(&json, &bytes, &err), reason);
    return output;
  }
  const herald_entry* entry_{};
  herald_instance* instance_{};
  const herald_config* config_{};
  const herald_provider_http* http_{};
};

/// Plans and answers: the first plan, then its verdict on each scripted answer. [value]
struct Exchange {
  Output plan{};
  std::vector<Output> verdicts{};
};
inline Exchange exchange(const Plugin& plugin, const Step& step, const std::vector<Answer>& answers) {
  Exchange all{.plan = plugin.plan(step)};
  for (const Answer& answer : answers) all.verdicts.push_back(plugin.on_response(step, answer));
  return all;
}

}  // namespace herald::sdk::testing
