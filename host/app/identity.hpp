#pragma once
#include <string>
#include <vector>

#include "host/app/config.hpp"
#include "host/base/random.hpp"
#include "host/base/result.hpp"

namespace herald::app {

/// An exclusive lock on a file, held while the object lives; the kernel drops it when the process dies.
class FileLock {
 public:
  /// Conflict/"already_running" when another process holds it; Unavailable/"cannot_lock".
  static Result<FileLock> take(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_{descriptor} {}
  int descriptor_;
};

/// The data of one server, held while the locks live: its directory and, on SQLite, its database. Errors:
/// those of FileLock::take().
Result<std::vector<FileLock>> hold_data(const Config& config);

/// Makes the directory (mode 0700) when it is missing. Invalid/"bad_data_dir".
Result<Done> prepare_directory(const std::string& path);

/// The node's name: `wanted`, or the one kept in `<data_dir>/node.id`, made there on the first start.
Result<std::string> node_name(const std::string& data_dir, const std::string& wanted, Random& random);

}  // namespace herald::app
