#pragma once
#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace herald::app {

/// A named thread that runs `turn` until stop(): one loop of the process. The owner stops it.
class Loop {
 public:
  /// `turn` does one step and waits, at most about a second; `wake` ends its wait.
  Loop(std::string name, std::function<void()> turn, std::function<void()> wake);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  void stop();

 private:
  std::function<void()> wake_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

/// Gives the calling thread a name (15 characters at most) for debuggers and `top -H`.
void name_thread(const std::string& name);

}  // namespace herald::app
