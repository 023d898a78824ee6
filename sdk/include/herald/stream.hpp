#pragma once
#include <herald/sdk.hpp>

#include <cstdint>
#include <string_view>

namespace herald::sdk {

/// Kinds of StreamEvent; a newer host may have more.
enum class StreamKind : std::int32_t {
  Connected = HERALD_STREAM_CONNECTED,
  Bytes = HERALD_STREAM_BYTES,
  TlsStarted = HERALD_STREAM_TLS_STARTED,
  Closed = HERALD_STREAM_CLOSED,
  Timer = HERALD_STREAM_TIMER,
  Command = HERALD_STREAM_COMMAND,
  Message = HERALD_STREAM_MESSAGE,
};

/// What happened on the connection. Views live until the method returns. [value]
struct StreamEvent {
  StreamKind kind{StreamKind::Bytes};
  std::string_view info{};   ///< JSON
  std::string_view bytes{};  ///< all that came and was not consumed yet; one whole message of a WebSocket
};

}  // namespace herald::sdk

#include <herald/detail/stream.hpp>

/// Turns a class into a provider plugin of the stream tier. Use as HERALD_PROVIDER:
///
///     HERALD_STREAM_PROVIDER(Smtp, R"({"id":"org.herald.smtp", …,
///         "interfaces":["herald.config/1","herald.provider.stream/1"]})");
///
/// The class is default-constructible and has
///     static std::string descriptor();       // JSON
///     static std::string config_schema();    // JSON Schema of the channel's `config`
///     Reply start(const Call&);               // first actions (sdk/README.md, "Stream tier")
///     Reply feed(const Call&, const StreamEvent&);
/// and may have
///     static std::string validate(std::string_view account_json);
/// With `plan` and `on_response` as well (HERALD_PROVIDER) and "herald.provider.http/1" among the interfaces
/// it takes requests of its far side: operation `webhook`. The state between two calls is in their `state`;
/// the object keeps nothing.
#define HERALD_STREAM_PROVIDER(Class, ...)                                                                 \
  HERALD_PLUGIN_NOTE(__VA_ARGS__, HERALD_NOTE_CXX_RUNTIME);                                                \
  extern "C" const herald_entry* herald_plugin_entry_1(void) {                                             \
    using Tables = ::herald::sdk::detail::StreamTables<Class>;                                             \
    static constexpr herald_entry kEntry{sizeof(herald_entry), HERALD_SDK_TARGET, HERALD_NOTE_MANIFEST,    \
                                         &Tables::open,        &Tables::close,    &Tables::get_interface}; \
    return &kEntry;                                                                                        \
  }                                                                                                        \
  static_assert(true, "a semicolon follows")
