#pragma once
#include <herald/stream.hpp>

namespace herald::sdk::detail {

template <class P>
concept HasStart = requires(P& p, const Call& call) {
  { p.start(call) } -> std::same_as<Reply>;
};
template <class P>
concept HasFeed = requires(P& p, const Call& call, const StreamEvent& event) {
  { p.feed(call, event) } -> std::same_as<Reply>;
};

/// The C tables of a provider class of the stream tier.
template <class P>
class StreamTables {
  static_assert(std::is_default_constructible_v<P>, "a provider class needs a default constructor");
  static_assert(HasDescriptor<P>, "a provider class needs: static std::string descriptor()");
  static_assert(HasConfigSchema<P>, "a provider class needs: static std::string config_schema()");
  static_assert(HasStart<P>, "a stream provider class needs: Reply start(const Call&)");
  static_assert(HasFeed<P>, "a stream provider class needs: Reply feed(const Call&, const StreamEvent&)");

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
  static const void* get_interface(herald_instance*, const char* id) noexcept {
    static constexpr herald_config kConfig{sizeof(herald_config), 0, &schema, &validate};
    static constexpr herald_provider_stream kStream{sizeof(herald_provider_stream), 0, &descriptor, &start,
                                                    &feed};
    if (std::strcmp(id, HERALD_CONFIG_1) == 0) return &kConfig;
    if (std::strcmp(id, HERALD_PROVIDER_STREAM_1) == 0) return &kStream;
    return nullptr;
  }

 private:
  struct Opened {
    const herald_crypto* crypto{};
    P provider{};
  };
  static Opened& opened(herald_instance* instance) { return *reinterpret_cast<Opened*>(instance); }

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
  static herald_status descriptor(herald_instance*, const herald_sink* json,
                                  const herald_sink* err) noexcept {
    return guarded(err, [&] { write(json, P::descriptor()); });
  }
  static void put(const Reply& reply, const herald_sink* json, const herald_sink* bytes) {
    write(bytes, reply.bytes);
    write(json, reply.json);
  }
  static herald_status start(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                             const herald_sink* json, const herald_sink* bytes,
                             const herald_sink* err) noexcept {
    return guarded(err, [&] {
      Opened& self = opened(instance);
      put(self.provider.start(Call{*args, Crypto{self.crypto, call}}), json, bytes);
    });
  }
  static herald_status feed(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                            const herald_stream_event* event, const herald_sink* json,
                            const herald_sink* bytes, const herald_sink* err) noexcept {
    return guarded(err, [&] {
      Opened& self = opened(instance);
      const StreamEvent happened{static_cast<StreamKind>(event->kind), view(event->info), view(event->bytes)};
      put(self.provider.feed(Call{*args, Crypto{self.crypto, call}}, happened), json, bytes);
    });
  }
};

}  // namespace herald::sdk::detail
