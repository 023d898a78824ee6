/* Versions, and the interfaces by state. Says nothing that the other headers need to be read for. */
/* Made from sdk/abi/spec by sdk/abi/generate. */
#pragma once

#define HERALD_ABI_MAJOR 1u /* part of the entry point's name; never changes for this symbol */

#define HERALD_ABI_MINOR 1u /* grows with each addition to what is stable */

/* The lowest minor of the host that the plugin is to load on. Define it before including to use nothing
 * newer: what came later is then not declared. */
#ifndef HERALD_SDK_TARGET
#define HERALD_SDK_TARGET 1u
#endif
#if HERALD_SDK_TARGET < 1 || HERALD_SDK_TARGET > 1
#error "HERALD_SDK_TARGET: expected a minor of 1 to 1, the newest in these headers"
#endif

/* Names the drafts in these headers; any change to one changes it. A plugin that offers a draft loads only on
 * a host that was built with the same. */
#define HERALD_DRAFTS "25cac6a73e71c785"

/* The interfaces as X(id, since, is_stable): since is the minor in which it became stable. */
#define HERALD_INTERFACES(X)          \
  X("herald.crypto/1", 1, 1)          \
  X("herald.log/1", 1, 1)             \
  X("herald.config/1", 1, 1)          \
  X("herald.provider.http/1", 1, 0)   \
  X("herald.provider.stream/1", 1, 0) \
  X("herald.feature/1", 1, 0)         \
  X("herald.records/1", 1, 0)
