/* Interfaces that a provider plugin offers; the JSON shapes are in sdk/README.md.
 * Common to all functions: instance, call and arguments are borrowed for the call; outputs go to sinks of the
 * caller. No function may let an exception out, block, open a file or socket, start a thread or read a
 * clock. */
/* Made from sdk/abi/spec by sdk/abi/generate. */
#pragma once
#include "herald/abi/core.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HERALD_CONFIG_1 "herald.config/1"

#define HERALD_PROVIDER_HTTP_1 "herald.provider.http/1"

/* "herald.config/1". What an operator has to fill in.
 * OWNER plugin. LIFETIME until close(). THREAD as the instance (core.h).
 * ERRORS non-zero status with a reason in err (text for an operator, in ASCII, without secrets), then the
 * other output is ignored. */
typedef struct herald_config {
  uint32_t struct_size;
  uint32_t reserved;
  /* Writes the JSON Schema of the channel's `config` object; secret properties carry "secret": true. The same
   * text for the life of the process. */
  herald_status (*schema)(herald_instance* instance, const herald_sink* json, const herald_sink* err);
  /* Judges an account (the object that calls get) by itself: no tenant, no clock. Writes a JSON array of
   * {"pointer","text"} to problems, nothing or [] when all is well. ERRORS only when it cannot judge at
   * all. */
  herald_status (*validate)(herald_instance* instance, const herald_str* account, const herald_sink* problems,
                            const herald_sink* err);
} herald_config;
#define HERALD_CONFIG_LEAST 24u /* bytes of the table at minor 1: no peer has less */

/* The inputs of one step. All JSON members are objects, at least {}. Draft: loads only on the host build that
 * made it.
 * OWNER host. LIFETIME of the call. THREAD the calling thread only. */
typedef struct herald_provider_args {
  uint32_t struct_size;
  uint32_t reserved;
  herald_str op;          /* "send", "webhook", …: one that the descriptor lists */
  herald_str input;       /* JSON; its shape depends on op */
  herald_str input_bytes; /* foreign bytes, e.g. the raw body of a webhook request; any encoding */
  herald_str account;     /* JSON: the channel's account with its secrets */
  herald_str state;       /* JSON: what the plugin said to remember in this loop; {} at first */
} herald_provider_args;

/* A complete answer of the provider. Draft: loads only on the host build that made it.
 * OWNER host. LIFETIME of the call. THREAD the calling thread only. */
typedef struct herald_http_response {
  uint32_t struct_size;
  int32_t status;          /* HTTP status, 100–599 */
  herald_str headers_json; /* JSON: [["Name","value"], …] in the order received */
  herald_str body;         /* bytes as received, after content decoding */
} herald_http_response;

/* "herald.provider.http/1". A provider that is reached by HTTP requests which the host makes. Draft: loads
 * only on the host build that made it.
 * OWNER plugin. LIFETIME until close(). THREAD as the instance (core.h).
 * ERRORS non-zero status with a reason in err (text for an operator, in ASCII, without secrets), then json
 * and bytes are ignored. */
typedef struct herald_provider_http {
  uint32_t struct_size;
  uint32_t reserved;
  /* Writes the descriptor. The same text for the life of the process. */
  herald_status (*descriptor)(herald_instance* instance, const herald_sink* json, const herald_sink* err);
  /* Writes the next request or a verdict to json. Bytes that JSON cannot carry go to bytes and are named by
   * {"off","len"} in json. A pure function of args and the call's nonce. */
  herald_status (*plan)(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                        const herald_sink* json, const herald_sink* bytes, const herald_sink* err);
  /* Judges the answer to the request of the last plan: writes {"continue":…} or {"verdict":…}. */
  herald_status (*on_response)(herald_instance* instance, herald_call* call, const herald_provider_args* args,
                               const herald_http_response* response, const herald_sink* json,
                               const herald_sink* bytes, const herald_sink* err);
} herald_provider_http;

#ifdef __cplusplus
}
#endif
