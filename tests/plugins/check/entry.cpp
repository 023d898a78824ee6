// The C tables, by hand. The breaks here are in entry and abi, and secret_in_log.
#include <memory>

#include "tests/plugins/check/breaks.hpp"
#include "tests/plugins/check/courier.hpp"
#include "tests/plugins/check/json_text.hpp"
#include "tests/plugins/check/manifest.hpp"
#include "tests/plugins/check/opening.hpp"

namespace courier {
namespace {

using herald::sdk::Call;
using herald::sdk::Crypto;
using herald::sdk::Failure;
using herald::sdk::Reply;
namespace detail = herald::sdk::detail;

/// What open() makes. The host's tables outlive it.
struct Opened {
  const herald_crypto* crypto{};
  const herald_log* log{};
  void* host{};
  herald_call* last_call{};   ///< only for call_after_return
  herald_crypto piecemeal{};  ///< only for single_write
};

Opened& opened(herald_instance* instance) { return *reinterpret_cast<Opened*>(instance); }

std::int32_t discard(void*, const char*, std::uint64_t) { return 0; }

/// The outermost guard of every function that the host calls.
template <class F>
herald_status guarded(const herald_sink* err, F&& body) {
  if constexpr (broken("exception_out")) {
    body();
    return HERALD_OK;
  }
  const herald_sink deaf{sizeof(herald_sink), 0, nullptr, &discard};
  return detail::guarded(broken("fails_without_reason") ? &deaf : err, body);
}

void write(const herald_sink* sink, std::string_view text) {
  if constexpr (broken("ignores_sink_failure")) {
    static_cast<void>(sink->write(sink->ctx, text.data(), text.size()));
    return;
  }
  detail::write(sink, text);
}

#if defined(BREAK_SINGLE_WRITE)
const herald_crypto* whole = nullptr;

std::int32_t keep_last(void* ctx, const char* data, std::uint64_t len) {
  static_cast<std::string*>(ctx)->assign(data, static_cast<std::size_t>(len));
  return 0;
}

/// As the host's hmac, but believes that the host writes its output in one piece.
herald_status last_piece(std::int32_t hash, const herald_str* key, const herald_str* data,
                         const herald_sink* out, const herald_sink* err) {
  std::string text;
  const herald_sink only{sizeof(herald_sink), 0, &text, &keep_last};
  const herald_status status = whole->hmac(hash, key, data, &only, err);
  return status == HERALD_OK ? out->write(out->ctx, text.data(), text.size()) : status;
}
#endif

/// The crypto table of the host. Throws Failure when the host is too old to have what is needed.
const herald_crypto* crypto_of(const herald_host& host) {
  constexpr bool kReckless = broken("reads_past_short_host");
  if (!kReckless && !HERALD_HAS(herald_host, &host, get_interface))
    throw Failure{"expected a host table with get_interface, found a shorter one", HERALD_UNSUPPORTED};
  const auto* crypto = static_cast<const herald_crypto*>(host.get_interface(host.host, HERALD_CRYPTO_1));
  if (kReckless) return crypto;
  if (crypto == nullptr || !HERALD_HAS(herald_crypto, crypto, base64_encode))
    throw Failure{"expected herald.crypto/1 with hmac, equal and base64_encode, found none",
                  HERALD_UNSUPPORTED};
  return crypto;
}

void fill(Opened& self, const herald_host& host) {
  self.crypto = crypto_of(host);
  self.log = static_cast<const herald_log*>(host.get_interface(host.host, HERALD_LOG_1));
  self.host = host.host;
#if defined(BREAK_SINGLE_WRITE)
  whole = self.crypto;
  self.piecemeal = *self.crypto;
  self.piecemeal.hmac = &last_piece;
  self.crypto = &self.piecemeal;
#endif
}

herald_status open_instance(const herald_host* host, herald_instance** out, const herald_sink* err) {
  return guarded(err, [&] {
    if constexpr (broken("shared_instance")) {
      static Opened only;
      fill(only, *host);
      *out = reinterpret_cast<herald_instance*>(&only);
      return;
    }
    auto made = std::make_unique<Opened>();
    fill(*made, *host);
    misbehave_at_open();
    *out = reinterpret_cast<herald_instance*>(made.release());
  });
}

void close_instance(herald_instance* instance) {
  if constexpr (broken("shared_instance")) return;
  const std::unique_ptr<Opened> owned{&opened(instance)};
}

herald_status schema(herald_instance*, const herald_sink* json, const herald_sink* err) {
  return guarded(err, [&] { write(json, config_schema()); });
}

herald_status validate(herald_instance*, const herald_str* account, const herald_sink* found,
                       const herald_sink* err) {
  return guarded(err, [&] { write(found, problems(detail::view(*account))); });
}

herald_status describe(herald_instance*, const herald_sink* json, const herald_sink* err) {
  return guarded(err, [&] { write(json, descriptor()); });
}

void tell(const Opened& self, herald_call* call, const herald_provider_args& args) {
  if (self.log == nullptr || !HERALD_HAS(herald_log, self.log, write)) return;
  const std::string fields = "{\"token\":" + quoted(text_at(detail::view(args.account), "/auth_token")) + "}";
  const herald_str event = detail::borrow("plan_made"), text = detail::borrow(fields);
  self.log->write(self.host, call, HERALD_LOG_INFO, &event, &text);
}

herald_status make_plan(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                        const herald_sink* json, const herald_sink*, const herald_sink* err) {
  return guarded(err, [&] {
    Opened& self = opened(instance);
    if constexpr (broken("secret_in_log")) tell(self, call, *args);
    if constexpr (broken("call_after_return")) {
      if (self.last_call != nullptr) static_cast<void>(Crypto{self.crypto, self.last_call}.nonce(8));
      self.last_call = call;
    }
    write(json, plan(Call{*args, Crypto{self.crypto, call}}).json);
  });
}

herald_status on_response(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                          const herald_http_response* response, const herald_sink* json, const herald_sink*,
                          const herald_sink* err) {
  return guarded(err, [&] {
    Opened& self = opened(instance);
    if constexpr (broken("call_after_return"))
      if (self.last_call != nullptr) static_cast<void>(Crypto{self.crypto, self.last_call}.nonce(8));
    const herald::sdk::HttpResponse answer{response->status, detail::view(response->headers_json),
                                           detail::view(response->body)};
    write(json, judge(Call{*args, Crypto{self.crypto, call}}, answer).json);
  });
}

bool names(const char* asked, std::string_view interface) {
  const std::string_view id{asked};
  return broken("answers_prefix") ? id.starts_with(interface) : id == interface;
}

const void* find(herald_instance*, const char* id) {
  static constexpr herald_config kConfig{sizeof(herald_config), 0, &schema, &validate};
  constexpr std::size_t kSize =
      broken("short_table") ? offsetof(herald_provider_http, on_response) : sizeof(herald_provider_http);
  static constexpr herald_provider_http kHttp{kSize, 0, &describe, &make_plan, &on_response};
  if (names(id, HERALD_CONFIG_1)) return &kConfig;
  return names(id, HERALD_PROVIDER_HTTP_1) ? &kHttp : nullptr;
}

}  // namespace
}  // namespace courier

#if defined(BREAK_TWO_EXPORTS)
extern "C" HERALD_EXPORT int courier_tally;
int courier_tally = 0;
#endif

extern "C" const herald_entry* herald_plugin_entry_1(void) {
  static constexpr herald_entry kEntry{sizeof(herald_entry),     HERALD_ABI_MINOR,
                                       COURIER_ENTRY_MANIFEST,   &courier::open_instance,
                                       &courier::close_instance, &courier::find};
  return &kEntry;
}
