#pragma once
#include <filesystem>

#include "host/base/result.hpp"

namespace herald::plugins {

/// How many loads in a row may end with the process before the plugin is held. One alone may have been a
/// power cut.
inline constexpr unsigned kMostLostLoads = 2;

/// A durable note beside a staged plugin for as long as it is being loaded into this process. What a later
/// process finds there are loads that no process survived. [one thread, one per plugin]
class LoadingMark {
 public:
  explicit LoadingMark(const std::filesystem::path& staged);
  ~LoadingMark();
  LoadingMark(const LoadingMark&) = delete;
  LoadingMark& operator=(const LoadingMark&) = delete;

  /// Loads that began and never ended, this one not counted.
  [[nodiscard]] unsigned lost() const { return lost_; }
  /// Counts this one until the mark is destroyed. Errors: Unavailable/"staging_failed".
  Result<Done> begin();

 private:
  std::filesystem::path path_;
  unsigned lost_{0};
};

}  // namespace herald::plugins
