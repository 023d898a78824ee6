#pragma once
#include <memory>
#include <string>
#include <vector>

#include "host/domain/exchange.hpp"

namespace herald::channel_log {

/// Why the file cannot be used, and whether a new one would help. [value]
struct FileTrouble {
  enum class Kind { Damaged, Unusable };
  Kind kind{Kind::Unusable};
  std::string what{};  ///< the kind of failure; never bound values
};

/// The file that holds the exchanges, open for writing. [one thread]
class LogFile final {
 public:
  /// Opens it, or makes it with mode 0600. Throws FileTrouble.
  explicit LogFile(const std::string& path);
  ~LogFile();
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;
  /// Adds them in one transaction and forgets all but the newest `keep`. Throws FileTrouble.
  void append(const std::vector<domain::Exchange>& exchanges, std::int64_t keep);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Which rows to read: `before` is an id, 0 for the newest; an empty channel or message stands for all.
struct RowsWanted {
  domain::ExchangeFilter filter{};
  std::int64_t before{0};
  int limit{1};
};
/// Newest first; nothing while there is no file. Opens the file anew each time, so no thread waits for
/// another. Throws FileTrouble. [any thread]
std::vector<domain::Exchange> read_rows(const std::string& path, const RowsWanted& wanted);

/// Takes a damaged file out of the way: `<path>.damaged`, which replaces an earlier one.
void set_aside(const std::string& path);

}  // namespace herald::channel_log
