#include "tests/bench/cpu.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>

#include "tests/support/child.hpp"

namespace herald::bench {
namespace {

struct Process {
  int parent{0};
  double ticks{0};
};

/// Fields 4 (parent), 14 and 15 (time in user and kernel mode) of /proc/<pid>/stat; the second one may hold
/// anything.
Process read_stat(const std::filesystem::path& folder) {
  const std::string text = test::read_file(folder / "stat");
  std::istringstream fields{text.substr(std::min(text.size(), text.rfind(')') + 1))};
  std::string skipped;
  Process out;
  double user = 0, kernel = 0;
  fields >> skipped >> out.parent;
  for (int i = 5; i < 14; ++i) fields >> skipped;
  fields >> user >> kernel;
  out.ticks = user + kernel;
  return out;
}

bool descends(const std::map<int, Process>& all, int pid, int from) {
  for (auto at = all.find(pid); at != all.end(); at = all.find(at->second.parent))
    if (at->first == from) return true;
  return false;
}

}  // namespace

double family_cpu_seconds() {
  std::map<int, Process> all;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc"})
    if (const int pid = std::atoi(entry.path().filename().c_str()); pid > 0)
      all[pid] = read_stat(entry.path());
  double ticks = 0;
  for (const auto& [pid, process] : all)
    if (descends(all, pid, ::getpid())) ticks += process.ticks;
  return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

}  // namespace herald::bench
