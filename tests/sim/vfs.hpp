#pragma once
#include "tests/sim/disk.hpp"

namespace herald::sim {

/// Makes SQLite of this process work on `disk` from now on, whatever path is opened; its own randomness
/// begins anew from the disk's. Registers the file system with the first call, as the default one. The disk
/// outlives its connections. [one thread]
void use_disk(Disk& disk);

}  // namespace herald::sim
