#pragma once
#include <sys/types.h>

#include <cstdint>
#include <filesystem>

#include "host/base/result.hpp"

namespace herald::runner {

/// What the process may use. [value]
struct Bounds {
  pid_t parent{};                ///< the server; this process ends with the thread of it that started it
  std::uint64_t memory_bytes{};  ///< address space
};

/// Limits of the process that hold whatever happens: no new privileges, no core file, no files written, few
/// descriptors, no environment, `/` as working directory. [one thread, first of all]
/// Errors: Unavailable/"not_confined".
Result<Done> limit_process(const Bounds& bounds);

/// Leaves reading to the system's libraries and to `staged`, as far as the kernel has Landlock (5.13); where
/// it has not, nothing changes. [one thread] Errors: Unavailable/"not_confined".
Result<Done> limit_reading(const std::filesystem::path& staged);

/// How much a plugin's code may do.
enum class Stage : std::uint8_t {
  Loading,  ///< what dlopen needs: open for reading, map code
  Serving,  ///< nothing is opened and no code mapped any more
};

/// Allows what computing and the socket need and answers EPERM to every other system call. Serving comes on
/// top of Loading; neither can be undone. [one thread] Errors: Unavailable/"not_confined".
Result<Done> filter_calls(Stage stage);

}  // namespace herald::runner
