#pragma once

namespace herald {

/// Logs the broken invariant to standard error and aborts. [any thread]
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace herald

/// Stops the process when an invariant of the program itself is broken; never for bad input.
#define HERALD_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::herald::check_failed(#condition, __FILE__, __LINE__))
