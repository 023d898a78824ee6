/* Interface of a provider that speaks a protocol over a connection which the host owns; the JSON shapes are
 * in sdk/README.md.
 * As in provider.h: no function may let an exception out, block, open a file or socket, start a thread or
 * read a clock. */
/* Made from sdk/abi/spec by sdk/abi/generate. */
#pragma once
#include "herald/abi/core.h"
#include "herald/abi/provider.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HERALD_PROVIDER_STREAM_1 "herald.provider.stream/1"

/* What happened on a connection. The host adds further kinds; a plugin answers one that it does not know with
 * no actions. */
#define HERALD_STREAM_CONNECTED 1   /* the connection stands, with tls implicit after its handshake */
#define HERALD_STREAM_BYTES 2       /* bytes has all that was received and not yet consumed */
#define HERALD_STREAM_TLS_STARTED 3 /* the handshake of start_tls is done and the peer is verified */
#define HERALD_STREAM_CLOSED 4      /* the peer sends no more; bytes has what it left unconsumed */
#define HERALD_STREAM_TIMER 5       /* the timer has run out */
#define HERALD_STREAM_COMMAND 6     /* info is a wish of the host; for protocols that keep a connection */
#define HERALD_STREAM_MESSAGE 7     /* bytes is a message of a WebSocket; info is {"text":1} or {"text":0} */

/* One thing that happened on the connection. Draft: loads only on the host build that made it.
 * OWNER host. LIFETIME of the call. THREAD the calling thread only. */
typedef struct herald_stream_event {
  uint32_t struct_size;
  int32_t kind;     /* HERALD_STREAM_… */
  herald_str info;  /* JSON object: facts of the event, at least {} */
  herald_str bytes; /* foreign bytes; any encoding */
} herald_stream_event;

/* "herald.provider.stream/1". A provider that is reached over a connection. It is a state machine whose state
 * the host keeps: args.state is what the last reply said. Draft: loads only on the host build that made it.
 * OWNER plugin. LIFETIME until close(). THREAD as the instance (core.h).
 * ERRORS non-zero status with a reason in err (text for an operator, in ASCII, without secrets), then json
 * and bytes are ignored and the host ends the connection. */
typedef struct herald_provider_stream {
  uint32_t struct_size;
  uint32_t reserved;
  /* Writes the descriptor. The same text for the life of the process. */
  herald_status (*descriptor)(herald_instance* instance, const herald_sink* json, const herald_sink* err);
  /* Begins an operation: writes the first actions to json. Bytes that JSON cannot carry go to bytes and are
   * named by {"off","len"} in json. A pure function of args and the call's nonce. */
  herald_status (*start)(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                         const herald_sink* json, const herald_sink* bytes, const herald_sink* err);
  /* Goes on after an event: writes the next actions. A pure function of args, event and the call's nonce. */
  herald_status (*feed)(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                        const herald_stream_event* event, const herald_sink* json, const herald_sink* bytes,
                        const herald_sink* err);
} herald_provider_stream;

#ifdef __cplusplus
}
#endif
