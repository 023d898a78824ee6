#pragma once
#include <herald/detail/provider.hpp>

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

namespace herald::sdk {

/// Reads of the records of the call's tenant, in the plugin's own collections. Throws Failure with the host's
/// reason. [the calling thread, while the call lasts]
class Records {
 public:
  Records(const herald_records* table, herald_call* call) : table_{table}, call_{call} {}

  /// The record as JSON; "null" when the tenant has none with this id.
  [[nodiscard]] std::string get(std::string_view collection, std::string_view id) const {
    const herald_str name = lend(collection);
    const herald_str key = lend(id);
    return read([&](const herald_sink* json, const herald_sink* err) {
      return table_->get(call_, &name, &key, json, err);
    });
  }
  /// A page, {"records":[…],"cursor":…}.
  [[nodiscard]] std::string query(std::string_view query) const {
    const herald_str text = lend(query);
    return read([&](const herald_sink* json, const herald_sink* err) {
      return table_->query(call_, &text, json, err);
    });
  }
  /// How many match, up to 10000.
  [[nodiscard]] std::string count(std::string_view query) const {
    const herald_str text = lend(query);
    return read([&](const herald_sink* json, const herald_sink* err) {
      return table_->count(call_, &text, json, err);
    });
  }

 private:
  static herald_str lend(std::string_view text) { return {text.data(), text.size()}; }
  static std::int32_t append(void* ctx, const char* data, std::uint64_t len) noexcept {
    try {
      static_cast<std::string*>(ctx)->append(data, static_cast<std::size_t>(len));
      return 0;
    } catch (const std::exception&) {
      return 1;
    }
  }
  template <class F>
  std::string read(F&& function) const {
    if (table_ == nullptr)
      throw Failure{"expected host interface herald.records/1, found none", HERALD_REFUSED};
    std::string json;
    std::string reason;
    const herald_sink out{sizeof(herald_sink), 0, &json, &append};
    const herald_sink err{sizeof(herald_sink), 0, &reason, &append};
    const herald_status status = function(&out, &err);
    if (status != HERALD_OK) throw Failure{reason.empty() ? "records cannot be read" : reason, status};
    return json;
  }

  const herald_records* table_;
  herald_call* call_;
};

/// One call of a feature. Views live until the method returns. [value]
struct FeatureCall {
  std::string_view op{};     ///< "route", "event" or "filter"
  std::string_view name{};   ///< the route's id, the event's type, the filter's name
  std::string_view input{};  ///< JSON
};

}  // namespace herald::sdk

namespace herald::sdk::detail {

template <class P>
concept HasRun = requires(P& p, const FeatureCall& call, const Records& records) {
  { p.run(call, records) } -> std::convertible_to<std::string>;
};
template <class P>
concept HasFilter = requires(P& p, const FeatureCall& call) {
  { p.filter(call) } -> std::convertible_to<std::string>;
};

/// The C tables of a feature class.
template <class P>
class FeatureTables {
  static_assert(std::is_default_constructible_v<P>, "a feature class needs a default constructor");
  static_assert(HasDescriptor<P>, "a feature class needs: static std::string descriptor()");
  static_assert(HasRun<P> || HasFilter<P>,
                "a feature class needs: std::string run(const FeatureCall&, const Records&) or "
                "std::string filter(const FeatureCall&)");

 public:
  static herald_status open(const herald_host* host, herald_instance** out, const herald_sink* err) noexcept {
    return guarded(err, [&] {
      reaches("a host table", host->struct_size, HERALD_HOST_LEAST);
      auto opened = std::make_unique<Opened>();
      opened->records = static_cast<const herald_records*>(host->get_interface(host->host, HERALD_RECORDS_1));
      if (opened->records != nullptr)
        reaches("herald.records/1", opened->records->struct_size, sizeof(herald_records));
      *out = reinterpret_cast<herald_instance*>(opened.release());
    });
  }
  static void close(herald_instance* instance) noexcept {
    const std::unique_ptr<Opened> owned{reinterpret_cast<Opened*>(instance)};
  }
  static const void* get_interface(herald_instance*, const char* id) noexcept {
    static constexpr herald_feature kFeature{sizeof(herald_feature), 0, &descriptor, &run, &filter};
    return std::strcmp(id, HERALD_FEATURE_1) == 0 ? &kFeature : nullptr;
  }

 private:
  struct Opened {
    const herald_records* records{};
    P feature{};
  };
  static Opened& opened(herald_instance* instance) { return *reinterpret_cast<Opened*>(instance); }
  static FeatureCall read(const herald_feature_args* args) {
    return {view(args->op), view(args->name), view(args->input)};
  }
  static herald_status descriptor(herald_instance*, const herald_sink* json,
                                  const herald_sink* err) noexcept {
    return guarded(err, [&] { write(json, P::descriptor()); });
  }
  static herald_status run(herald_instance* instance, herald_call* call, const herald_feature_args* args,
                           const herald_sink* json, const herald_sink* err) noexcept {
    return guarded(err, [&] {
      if constexpr (HasRun<P>) {
        Opened& self = opened(instance);
        write(json, self.feature.run(read(args), Records{self.records, call}));
      } else {
        static_cast<void>(instance), static_cast<void>(call), static_cast<void>(args),
            static_cast<void>(json);
        throw Failure{"this plugin has no routes", HERALD_UNSUPPORTED};
      }
    });
  }
  static herald_status filter(herald_instance* instance, const herald_feature_args* args,
                              const herald_sink* json, const herald_sink* err) noexcept {
    return guarded(err, [&] {
      if constexpr (HasFilter<P>) {
        write(json, opened(instance).feature.filter(read(args)));
      } else {
        static_cast<void>(instance), static_cast<void>(args), static_cast<void>(json);
        throw Failure{"this plugin has no filters", HERALD_UNSUPPORTED};
      }
    });
  }
};

}  // namespace herald::sdk::detail
