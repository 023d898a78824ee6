#include "host/plugins/stage.hpp"

#include <sys/statvfs.h>

#include <cerrno>
#include <system_error>

#include "host/plugins/durable_file.hpp"

namespace herald::plugins {
namespace {

namespace fs = std::filesystem;

Error failed(const std::string& step, const fs::path& path, int number) {
  return {Errc::Unavailable, "staging_failed",
          step + ' ' + path.string() + ": " + std::generic_category().message(number)};
}

Result<Done> prepare(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) return failed("create", directory, error.value());
  struct statvfs mount{};
  if (::statvfs(directory.c_str(), &mount) != 0) return failed("look at", directory, errno);
  if ((mount.f_flag & ST_NOEXEC) != 0)
    return Error{Errc::Unavailable, "noexec",
                 "expected " + directory.string() +
                     " (below data.dir) on a mount that allows execution, found the mount option noexec"};
  return Done{};
}

}  // namespace

Result<fs::path> stage(const PluginFile& file, const fs::path& data_dir) {
  const fs::path directory = fs::absolute(data_dir) / "plugins";
  const auto prepared = prepare(directory);
  if (!prepared) return prepared.error();
  const fs::path target = directory / (file.digest + ".so");
  // Replacing a copy that is mapped would be harmless, yet the same path must keep meaning the same inode.
  const auto kept = read_verified(target, file.bytes.size());
  if (kept && kept->digest == file.digest) return target;

  const auto written = write_durably(target, file.bytes, 0444);
  if (!written) return written.error();
  return target;
}

}  // namespace herald::plugins
