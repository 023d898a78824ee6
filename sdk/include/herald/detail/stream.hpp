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

/// The C tables of a provider class of the stream tier, which may take requests too.
template <class P>
class StreamTables : public AccountTables<P> {
  static_assert(HasStart<P>, "a stream provider class needs: Reply start(const Call&)");
  static_assert(HasFeed<P>, "a stream provider class needs: Reply feed(const Call&, const StreamEvent&)");
  using Base = AccountTables<P>;

 public:
  static const void* get_interface(herald_instance*, const char* id) noexcept {
    static constexpr herald_provider_stream kStream{sizeof(herald_provider_stream), 0, &Base::descriptor,
                                                    &start, &feed};
    if (std::strcmp(id, HERALD_CONFIG_1) == 0) return Base::config();
    if (std::strcmp(id, HERALD_PROVIDER_STREAM_1) == 0) return &kStream;
    if constexpr (HasPlan<P> && HasOnResponse<P>) {
      if (std::strcmp(id, HERALD_PROVIDER_HTTP_1) == 0) return ProviderTables<P>::get_interface(nullptr, id);
    }
    return nullptr;
  }

 private:
  static herald_status start(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                             const herald_sink* json, const herald_sink* bytes,
                             const herald_sink* err) noexcept {
    return guarded(err, [&] {
      auto& self = Base::opened(instance);
      Base::put(self.provider.start(Call{*args, Crypto{self.crypto, call}}), json, bytes);
    });
  }
  static herald_status feed(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                            const herald_stream_event* event, const herald_sink* json,
                            const herald_sink* bytes, const herald_sink* err) noexcept {
    return guarded(err, [&] {
      auto& self = Base::opened(instance);
      const StreamEvent happened{static_cast<StreamKind>(event->kind), view(event->info), view(event->bytes)};
      Base::put(self.provider.feed(Call{*args, Crypto{self.crypto, call}}, happened), json, bytes);
    });
  }
};

}  // namespace herald::sdk::detail
