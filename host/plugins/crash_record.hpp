#pragma once
#include <filesystem>

#include "host/base/result.hpp"
#include "host/plugins/holds.hpp"

namespace herald::plugins {

/// Writes down which plugin a fatal signal (SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT) struck, and lets the
/// signal take its course. One at a time in a process. [made and destroyed by one thread]
class CrashRecord {
 public:
  /// Begins an empty record; without a file that can be written, nothing is recorded.
  explicit CrashRecord(const std::filesystem::path& path);
  ~CrashRecord();
  CrashRecord(const CrashRecord&) = delete;
  CrashRecord& operator=(const CrashRecord&) = delete;
};

/// Gives this thread a stack for the handler, so that a plugin that exhausts the ordinary one is blamed too.
/// [one thread: the one that makes and destroys it]
class SignalStack {
 public:
  SignalStack();
  ~SignalStack();
  SignalStack(const SignalStack&) = delete;
  SignalStack& operator=(const SignalStack&) = delete;

 private:
  void* memory_{nullptr};
};

/// Turns the record of the process before into holds. What is not a record of crashes is passed over. Errors:
/// those of HoldFile::put().
Result<Done> adopt_crashes(const std::filesystem::path& path, HoldFile& holds);

}  // namespace herald::plugins
