#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/ids.hpp"
#include "host/features/sheet.hpp"

namespace herald::features {

/// What a route reads while it runs; JSON texts. [called on the plugin's lane]
class Reads {
 public:
  virtual ~Reads() = default;
  virtual Result<std::string> get(std::string_view collection, std::string_view id) = 0;
  virtual Result<std::string> query(std::string_view query) = 0;
  virtual Result<std::string> count(std::string_view query) = 0;
};

/// One call of a plugin. [value]
struct Task {
  domain::TenantId tenant{};
  std::string plugin{};            ///< id
  std::string op{};                ///< "event" or "job" of run(); else as the function says
  std::string name{};              ///< of the route, filter or job, type of the event
  std::string input{};             ///< JSON
  std::shared_ptr<Reads> reads{};  // with the call, which may outlast who waits for it; null for filters
  std::chrono::milliseconds deadline{};
};

/// Who serves, and whose policy filters guard sending without serving, of one moment. [value]
struct Roster {
  std::vector<std::shared_ptr<const Sheet>> serving{};  // with requests under way
  std::vector<std::shared_ptr<const Sheet>> absent{};   ///< only id and policy filters count
};

/// The feature plugins that serve now. Calls block until the plugin has answered, at most `deadline`. [any
/// thread] Errors: Unavailable/"plugin_missing", "plugin_busy" …; Timeout/"plugin_timeout"; Internal.
class Plugins {
 public:
  virtual ~Plugins() = default;
  virtual std::vector<std::shared_ptr<const Sheet>> sheets() = 0;
  virtual Result<std::string> route(Task task) = 0;
  virtual Result<std::string> filter(Task task) = 0;
  using Answer = std::function<void(Result<std::string>)>;
  /// As filter(), without blocking: `done` is called exactly once, here or on another thread.
  virtual void ask(Task task, Answer done) = 0;
  /// As route(), without blocking, for what `op` says.
  virtual void run(Task task, Answer done) = 0;
  /// Never null.
  virtual std::shared_ptr<const Roster> roster() = 0;
};

}  // namespace herald::features
