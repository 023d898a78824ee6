#pragma once
#include <herald/sdk.hpp>

#include <concepts>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <type_traits>

namespace herald::sdk::detail {

inline void write(const herald_sink* sink, std::string_view text) {
  if (text.empty()) return;
  if (sink->write(sink->ctx, text.data(), text.size()) != 0)
    throw Failure{"the host's sink takes no more than it has", HERALD_SINK_FULL};
}

/// Writes a reason without allocating, in printable ASCII (libraries quote foreign bytes in what()); what the
/// sink refuses is lost.
inline herald_status fail(const herald_sink* err, herald_status status, const char* reason) noexcept {
  constexpr std::size_t kPiece = 256;
  char piece[kPiece];
  for (std::size_t size = 0; *reason != '\0'; size = 0) {
    for (; size < kPiece && *reason != '\0'; ++size, ++reason)
      piece[size] = *reason >= ' ' && *reason <= '~' ? *reason : '?';
    if (err->write(err->ctx, piece, size) != 0) break;
  }
  return status;
}

/// The outermost guard of every function that the host calls.
template <class F>
herald_status guarded(const herald_sink* err, F&& body) noexcept {
  try {
    body();
    return HERALD_OK;
  } catch (const Failure& failure) {
    return fail(err, failure.status(), *failure.what() == '\0' ? "failure without text" : failure.what());
  } catch (const std::bad_alloc&) {
    return fail(err, HERALD_NO_MEMORY, "out of memory");
  } catch (const std::exception& failure) {
    return fail(err, HERALD_FAILED, *failure.what() == '\0' ? "exception without text" : failure.what());
  } catch (...) {
    return fail(err, HERALD_FAILED, "exception that is not a std::exception");
  }
}

/// Refuses a table of the host that ends before what every host has; a longer one is fine.
inline void reaches(const char* what, std::uint32_t size, std::uint32_t least) {
  if (size < least)
    throw Failure{"expected " + std::string{what} + " of at least " + std::to_string(least) +
                      " bytes, found " + std::to_string(size),
                  HERALD_UNSUPPORTED};
}

/// The host's herald.crypto/1. Throws Failure when there is none that can be used.
inline const herald_crypto* crypto_of(const herald_host* host) {
  reaches("a host table", host->struct_size, HERALD_HOST_LEAST);
  const auto* crypto = static_cast<const herald_crypto*>(host->get_interface(host->host, HERALD_CRYPTO_1));
  if (crypto == nullptr)
    throw Failure{"expected host interface herald.crypto/1, found none", HERALD_UNSUPPORTED};
  reaches("herald.crypto/1", crypto->struct_size, HERALD_CRYPTO_LEAST);
  return crypto;
}

template <class P>
concept HasDescriptor = requires {
  { P::descriptor() } -> std::convertible_to<std::string>;
};
template <class P>
concept HasConfigSchema = requires {
  { P::config_schema() } -> std::convertible_to<std::string>;
};
template <class P>
concept HasPlan = requires(P& p, const Call& call) {
  { p.plan(call) } -> std::same_as<Reply>;
};
template <class P>
concept HasOnResponse = requires(P& p, const Call& call, const HttpResponse& response) {
  { p.on_response(call, response) } -> std::same_as<Reply>;
};
template <class P>
concept HasValidate = requires(std::string_view account) {
  { P::validate(account) } -> std::convertible_to<std::string>;
};

/// What the C tables of every provider class have in common: its instances and herald.config/1.
template <class P>
class AccountTables {
  static_assert(std::is_default_constructible_v<P>, "a provider class needs a default constructor");
  static_assert(HasDescriptor<P>, "a provider class needs: static std::string descriptor()");
  static_assert(HasConfigSchema<P>, "a provider class needs: static std::string config_schema()");

 public:
  static herald_status open(const herald_host* host, herald_instance** out, const herald_sink* err) noexcept {
    return guarded(err, [&] {
      const auto* crypto = crypto_of(host);
      auto opened = std::make_unique<Opened>();
      opened->crypto = crypto;
      *out = reinterpret_cast<herald_instance*>(opened.release());
    });
  }
  static void close(herald_instance* instance) noexcept {
    const std::unique_ptr<Opened> owned{reinterpret_cast<Opened*>(instance)};
  }

 protected:
  struct Opened {
    const herald_crypto* crypto{};
    P provider{};
  };
  static Opened& opened(herald_instance* instance) { return *reinterpret_cast<Opened*>(instance); }
  static const herald_config* config() noexcept {
    static constexpr herald_config kConfig{sizeof(herald_config), 0, &schema, &validate};
    return &kConfig;
  }
  static herald_status descriptor(herald_instance*, const herald_sink* json,
                                  const herald_sink* err) noexcept {
    return guarded(err, [&] { write(json, P::descriptor()); });
  }
  static void put(const Reply& reply, const herald_sink* json, const herald_sink* bytes) {
    write(bytes, reply.bytes);
    write(json, reply.json);
  }

 private:
  static herald_status schema(herald_instance*, const herald_sink* json, const herald_sink* err) noexcept {
    return guarded(err, [&] { write(json, P::config_schema()); });
  }
  static herald_status validate(herald_instance*, const herald_str* account, const herald_sink* problems,
                                const herald_sink* err) noexcept {
    return guarded(err, [&] {
      if constexpr (HasValidate<P>) write(problems, P::validate(view(*account)));
      static_cast<void>(account), static_cast<void>(problems);
    });
  }
};

/// The C tables of a provider class.
template <class P>
class ProviderTables : public AccountTables<P> {
  static_assert(HasPlan<P>, "a provider class needs: Reply plan(const Call&)");
  static_assert(HasOnResponse<P>,
                "a provider class needs: Reply on_response(const Call&, const HttpResponse&)");
  using Base = AccountTables<P>;

 public:
  static const void* get_interface(herald_instance*, const char* id) noexcept {
    static constexpr herald_provider_http kHttp{sizeof(herald_provider_http), 0, &Base::descriptor, &plan,
                                                &on_response};
    if (std::strcmp(id, HERALD_CONFIG_1) == 0) return Base::config();
    if (std::strcmp(id, HERALD_PROVIDER_HTTP_1) == 0) return &kHttp;
    return nullptr;
  }

 private:
  static herald_status plan(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                            const herald_sink* json, const herald_sink* bytes,
                            const herald_sink* err) noexcept {
    return guarded(err, [&] {
      auto& self = Base::opened(instance);
      Base::put(self.provider.plan(Call{*args, Crypto{self.crypto, call}}), json, bytes);
    });
  }
  static herald_status on_response(herald_instance* instance, herald_call* call,
                                   const herald_provider_args* args, const herald_http_response* response,
                                   const herald_sink* json, const herald_sink* bytes,
                                   const herald_sink* err) noexcept {
    return guarded(err, [&] {
      auto& self = Base::opened(instance);
      const HttpResponse answer{response->status, view(response->headers_json), view(response->body)};
      Base::put(self.provider.on_response(Call{*args, Crypto{self.crypto, call}}, answer), json, bytes);
    });
  }
};

}  // namespace herald::sdk::detail
