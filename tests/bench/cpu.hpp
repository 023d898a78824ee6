#pragma once

namespace herald::bench {

/// CPU seconds that this process and everything it has started and that still lives have used so far.
double family_cpu_seconds();

}  // namespace herald::bench
