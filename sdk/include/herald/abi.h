/* The whole C interface between the Herald host and a plugin. C11 with stdint and stddef only.
 *
 * This is a draft: until the release notes say that it is frozen, a plugin loads only on the host build whose
 * headers it was compiled with. Rules of growth: every table begins with struct_size and grows at its tail
 * only. */
#pragma once
#include "herald/abi/core.h"
#include "herald/abi/host.h"
#include "herald/abi/note.h"
#include "herald/abi/provider.h"
