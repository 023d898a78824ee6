/* Interfaces that a feature plugin offers; the JSON shapes are in sdk/FEATURES.md.
 * Common to all functions: instance, call and arguments are borrowed for the call; outputs go to sinks of the
 * caller. No function may let an exception out, block, open a file or socket, start a thread or read a clock.
 * The host opens a feature plugin twice: one instance serves routes, the other one filters; they may be
 * called at the same time. */
/* Made from sdk/abi/spec by sdk/abi/generate. */
#pragma once
#include "herald/abi/core.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HERALD_FEATURE_1 "herald.feature/1"

/* The inputs of one call. Draft: loads only on the host build that made it.
 * OWNER host. LIFETIME of the call. THREAD the calling thread only. */
typedef struct herald_feature_args {
  uint32_t struct_size;
  uint32_t reserved;
  herald_str op;    /* what is called: "route", "event" or "filter" */
  herald_str name;  /* which one: the id of a route, the type of an event, the name of a filter */
  herald_str input; /* JSON object; its shape depends on op */
} herald_feature_args;

/* "herald.feature/1". A plugin that adds routes, records and send filters to the host. Draft: loads only on
 * the host build that made it.
 * OWNER plugin. LIFETIME until close(). THREAD as the instance (core.h).
 * ERRORS non-zero status with a reason in err (text for an operator, in ASCII, without secrets), then json is
 * ignored. */
typedef struct herald_feature {
  uint32_t struct_size;
  uint32_t reserved;
  /* Writes the descriptor: routes, schemas, filters, collections. The same text for the life of the
   * process. */
  herald_status (*descriptor)(herald_instance* instance, const herald_sink* json, const herald_sink* err);
  /* Answers a route or an event: writes {"checks","writes","commands","reply"} or {"problem"} to json. May
   * read records of the call's tenant through herald.records/1; the host commits what is returned. */
  herald_status (*run)(herald_instance* instance, herald_call* call, const herald_feature_args* args,
                       const herald_sink* json, const herald_sink* err);
  /* Renders a message or judges it: writes {"message"} or {"problem"} at stage render, {"verdict"} at stage
   * policy. A pure function of args, whose needs the host has fetched; it has no call, hence no records. */
  herald_status (*filter)(herald_instance* instance, const herald_feature_args* args, const herald_sink* json,
                          const herald_sink* err);
} herald_feature;

#ifdef __cplusplus
}
#endif
