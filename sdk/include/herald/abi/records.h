/* Reads of records; writes are returned by the plugin (sdk/FEATURES.md). */
/* Made from sdk/abi/spec by sdk/abi/generate. */
#pragma once
#include "herald/abi/core.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HERALD_RECORDS_1 "herald.records/1"

/* "herald.records/1". The records of one tenant, that of the call, in the collections of the plugin that is
 * called. Draft: loads only on the host build that made it.
 * OWNER inputs and sinks belong to the caller and are borrowed for the call. LIFETIME of the table: until
 * close() has returned. THREAD the thread that the host called on, while that call lasts.
 * ERRORS HERALD_INVALID (collection, id or query cannot be read, or no index serves it), HERALD_REFUSED (the
 * call may not read records), HERALD_FAILED (the database is away), HERALD_SINK_FULL; err gets a reason. */
typedef struct herald_records {
  uint32_t struct_size;
  uint32_t reserved;
  /* The record as a JSON object, or null when the tenant has none with this id. */
  herald_status (*get)(herald_call* call, const herald_str* collection, const herald_str* id,
                       const herald_sink* json, const herald_sink* err);
  /* A page: {"records":[…],"cursor":…}, cursor null on the last one. query:
   * {"collection","where","sort","descending","limit","cursor"}. */
  herald_status (*query)(herald_call* call, const herald_str* query, const herald_sink* json,
                         const herald_sink* err);
  /* How many records match, as a JSON number, counted up to 10000. query as above, without sort and
   * cursor. */
  herald_status (*count)(herald_call* call, const herald_str* query, const herald_sink* json,
                         const herald_sink* err);
} herald_records;

#ifdef __cplusplus
}
#endif
