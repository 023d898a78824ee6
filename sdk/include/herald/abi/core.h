/* Values, sinks, status codes and the entry point. */
/* Made from sdk/abi/spec by sdk/abi/generate. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "herald/abi/version.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Text or bytes that somebody else owns.
 * Not terminated by zero. data may be null when len is 0. Text is UTF-8 unless its user says otherwise.
 * OWNER the side that passes it. LIFETIME until the call returns. THREAD the calling thread only. */
typedef struct herald_str {
  const char* data;
  uint64_t len;
} herald_str;

/* Outcome of a call. 0 is success, 1–99 the caller's fault, 100–199 the plugin's, 200–299 a refusal by the
 * host. A status that the receiver does not know counts as HERALD_FAILED. */
typedef int32_t herald_status;
#define HERALD_OK 0
#define HERALD_INVALID 1     /* an argument is malformed */
#define HERALD_UNSUPPORTED 2 /* operation or algorithm unknown to the callee */
#define HERALD_FAILED 100    /* the plugin could not do it; the reason says why */
#define HERALD_NO_MEMORY 101
#define HERALD_SINK_FULL 200 /* a sink refused more output */
#define HERALD_MISMATCH 201  /* verify: the signature is not genuine */
#define HERALD_REFUSED 202   /* the host does not grant this */

/* Where the callee puts output. A sink that is handed over is never null.
 * OWNER the caller. LIFETIME of the call it is passed to. THREAD the calling thread only. */
typedef struct herald_sink {
  uint32_t struct_size;
  uint32_t reserved;
  void* ctx;
  /* Takes the next piece and copies it at once; may be called any number of times, the pieces are joined.
   * ERRORS 0, or non-zero when the sink takes no more: stop and return HERALD_SINK_FULL. */
  int32_t (*write)(void* ctx, const char* data, uint64_t len);
} herald_sink;
#define HERALD_SINK_LEAST 24u /* bytes of the table at minor 1: no peer has less */

/* One call made by the host: tenant, deadline, randomness. There is no "no tenant".
 * OWNER host. LIFETIME until the call returns. THREAD the calling thread only. */
typedef struct herald_call herald_call;

/* What open() made.
 * OWNER plugin. LIFETIME from open() to close(). THREAD one call at a time, though not always from the same
 * thread, unless the manifest says "concurrent". */
typedef struct herald_instance herald_instance;

/* The host as the plugin sees it.
 * OWNER host. LIFETIME from open() until close() has returned. THREAD any. */
typedef struct herald_host {
  uint32_t struct_size;
  uint32_t abi_minor; /* what the host was built with */
  void* host;         /* passed back to every host function that asks for it */
  /* A table named in host.h, which lives as long as this one. ERRORS null when it is absent or not
   * granted. */
  const void* (*get_interface)(void* host, const char* id);
} herald_host;
#define HERALD_HOST_LEAST 24u /* bytes of the table at minor 1: no peer has less */

/* What the entry point returns.
 * OWNER plugin, static storage. LIFETIME of the process. THREAD any. */
typedef struct herald_entry {
  uint32_t struct_size;
  uint32_t abi_minor;  /* the lowest minor of the host that the plugin needs */
  herald_str manifest; /* equals the manifest of the ELF note byte for byte */
  /* Makes an instance, another one at each call. May be called again, also while another one is open. ERRORS
   * non-zero, a reason in err, *out untouched. */
  herald_status (*open)(const herald_host* host, herald_instance** out, const herald_sink* err);
  /* Ends it: afterwards no thread, file descriptor or host pointer of the instance remains. ERRORS cannot
   * fail. */
  void (*close)(herald_instance* instance);
  /* A table of the plugin's, which lives until close(). ERRORS null when the plugin does not offer it. */
  const void* (*get_interface)(herald_instance* instance, const char* id);
} herald_entry;
#define HERALD_ENTRY_LEAST 48u /* bytes of the table at minor 1: no peer has less */

#define HERALD_ENTRY_SYMBOL "herald_plugin_entry_1"

#define HERALD_EXPORT __attribute__((visibility("default")))

/* The only exported symbol of a plugin. Returns a static table; does no work.
 * THREAD any. ERRORS cannot fail. */
HERALD_EXPORT const herald_entry* herald_plugin_entry_1(void);

/* True when a table whose first member is struct_size reaches as far as `member`. */
#define HERALD_HAS(type, table, member) \
  ((table)->struct_size >= offsetof(type, member) + sizeof((table)->member))

#ifdef __cplusplus
}
#endif
