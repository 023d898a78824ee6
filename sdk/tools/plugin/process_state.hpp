#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace herald::kit {

/// What of a process a plugin may not change: descriptors, threads, signals, locale, environment … [value]
struct ProcessState {
  std::map<std::string, std::string> facts{};
  long resident_kib{};
};

/// Of this process, now.
ProcessState process_state();

/// One sentence for each difference; memory counts from 8 MiB on.
std::vector<std::string> changes(const ProcessState& before, const ProcessState& after);

/// Bytes that malloc has handed out and not got back, over all threads' arenas.
std::size_t allocated();

}  // namespace herald::kit
