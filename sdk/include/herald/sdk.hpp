#pragma once
#include <herald/abi.h>
#include <herald/json.h>
#include <herald/detail/crypto.hpp>

#include <string>
#include <string_view>

namespace herald::sdk {

namespace detail {

/// The decoded text of a JSON string; empty for any other value.
inline std::string text_of(const herald_str& value) {
  std::string text(static_cast<std::size_t>(value.len), '\0');
  text.resize(static_cast<std::size_t>(herald_json_text(value, text.data(), text.size()).len));
  return text;
}

}  // namespace detail

/// The value of the first header of that name, in any case, in a list `[["Name","value"], …]`; empty without
/// one.
inline std::string header(std::string_view headers_json, const char* name) {
  return detail::text_of(herald_json_header(detail::borrow(headers_json), name));
}

/// The inputs of one step. Views live until the method returns; copy what the reply needs. [value]
/// The JSON members are objects, at least `{}`; sdk/README.md describes them.
class Call {
 public:
  Call(const herald_provider_args& args, Crypto crypto)
      : op{detail::view(args.op)},
        input{detail::view(args.input)},
        bytes{detail::view(args.input_bytes)},
        account{detail::view(args.account)},
        state{detail::view(args.state)},
        crypto_{crypto} {}

  std::string_view op;
  std::string_view input;    ///< JSON
  std::string_view bytes;    ///< foreign bytes, e.g. a webhook's raw body
  std::string_view account;  ///< JSON, with the channel's secrets
  std::string_view state;    ///< JSON
  [[nodiscard]] const Crypto& crypto() const { return crypto_; }
  /// `now_ms` of the input; 0 without one.
  [[nodiscard]] std::int64_t now_ms() const {
    std::int64_t now = 0;
    herald_json_integer(herald_json_member(detail::borrow(input), "now_ms"), &now);
    return now;
  }
  /// A text of the account, such as `auth_token`; empty when the operator left it so.
  [[nodiscard]] std::string account_text(const char* name) const {
    return detail::text_of(herald_json_member(detail::borrow(account), name));
  }
  /// Of the request in op `webhook`: the first header of that name, in any case; empty without one.
  [[nodiscard]] std::string header(const char* name) const {
    const herald_str request = herald_json_member(detail::borrow(input), "request");
    return sdk::header(detail::view(herald_json_member(request, "headers")), name);
  }

 private:
  Crypto crypto_;
};

/// A provider's complete answer. Views live until the method returns. [value]
struct HttpResponse {
  int status{};
  std::string_view headers_json{};  ///< [["Name","value"], …]
  std::string_view body{};
  /// The first header of that name, in any case; empty without one.
  [[nodiscard]] std::string header(const char* name) const { return sdk::header(headers_json, name); }
};

/// What a step answers. [value]
struct Reply {
  std::string json{};   ///< a plan, a verdict or a continuation
  std::string bytes{};  ///< what `range`s in json point into
};

}  // namespace herald::sdk

#include <herald/detail/feature.hpp>
#include <herald/detail/provider.hpp>

/// Turns a class into a provider plugin. Use once in a plugin, at file scope, outside of any namespace:
///
///     HERALD_PROVIDER(Twilio, R"({"id":"org.herald.twilio","version":"1.0.0", …})")
///
/// The class is default-constructible and has
///     static std::string descriptor();       // JSON
///     static std::string config_schema();    // JSON Schema of the channel's `config`
///     Reply plan(const Call&);                // next request or verdict
///     Reply on_response(const Call&, const HttpResponse&);
/// and may have
///     static std::string validate(std::string_view account_json);  // JSON array of problems, "[]" when fine
/// Methods may be const or static and may throw: what() becomes the reason that the operator reads.
/// One object serves many calls of many tenants: it keeps nothing between calls.
#define HERALD_PROVIDER(Class, ...)                                                                        \
  HERALD_PLUGIN_NOTE(__VA_ARGS__, HERALD_NOTE_CXX_RUNTIME);                                                \
  extern "C" const herald_entry* herald_plugin_entry_1(void) {                                             \
    using Tables = ::herald::sdk::detail::ProviderTables<Class>;                                           \
    static constexpr herald_entry kEntry{sizeof(herald_entry), HERALD_SDK_TARGET, HERALD_NOTE_MANIFEST,    \
                                         &Tables::open,        &Tables::close,    &Tables::get_interface}; \
    return &kEntry;                                                                                        \
  }                                                                                                        \
  static_assert(true, "a semicolon follows")

/// Turns a class into a feature plugin, like HERALD_PROVIDER. sdk/FEATURES.md has the JSON. The class is
/// default-constructible and has
///     static std::string descriptor();                            // JSON
/// and one or both of
///     std::string run(const FeatureCall&, const Records&);         // routes
///     std::string filter(const FeatureCall&);                      // send filters
/// The host makes two objects of it, one for routes and one for filters, and calls them from two threads.
#define HERALD_FEATURE(Class, ...)                                                                         \
  HERALD_PLUGIN_NOTE(__VA_ARGS__, HERALD_NOTE_CXX_RUNTIME);                                                \
  extern "C" const herald_entry* herald_plugin_entry_1(void) {                                             \
    using Tables = ::herald::sdk::detail::FeatureTables<Class>;                                            \
    static constexpr herald_entry kEntry{sizeof(herald_entry), HERALD_SDK_TARGET, HERALD_NOTE_MANIFEST,    \
                                         &Tables::open,        &Tables::close,    &Tables::get_interface}; \
    return &kEntry;                                                                                        \
  }                                                                                                        \
  static_assert(true, "a semicolon follows")
