/* The whole C interface between the Herald host and a plugin. C11 with stdint and stddef only.
 *
 * What is stable stays for ever: a table grows at its tail only and says by struct_size how far it reaches.
 * An interface marked as a draft loads only on the host build that made it. The reference is
 * sdk/abi/reference.md. */
#pragma once
#include "herald/abi/core.h"
#include "herald/abi/feature.h"
#include "herald/abi/host.h"
#include "herald/abi/note.h"
#include "herald/abi/provider.h"
#include "herald/abi/records.h"
#include "herald/abi/stream.h"
#include "herald/abi/version.h"
