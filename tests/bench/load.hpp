#pragma once
#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace herald::bench {

/// What a load of keep-alive connections got done.
struct Load {
  double per_second{0};
  double p50_ms{0};
  double p99_ms{0};
  long answered{0};
  long refused{0};  ///< answers other than the expected status
  std::vector<std::chrono::steady_clock::time_point>
      sent{};  ///< when each number went out, if the plan wants it
};

struct LoadPlan {
  int port{0};
  int connections{1};
  std::chrono::milliseconds length{3000};
  int expected_status{201};
  std::function<std::string(long number)> request{};  ///< the bytes of one HTTP request, numbered
  double per_second{0};  ///< requests are begun evenly at this rate; 0: as fast as answers come
  long most{0};          ///< over once so many were sent and answered; 0: the time alone ends it
  bool note_sent{false};
};

/// Keeps each connection busy with one request at a time, on one thread, for the given time; with a rate, a
/// request waits for its time and then for a connection that is free, and what it takes counts from its time.
/// A connection that the server closes in order is opened again.
Load run_load(const LoadPlan& plan);

/// A POST with keep-alive.
std::string post(const std::string& path, const std::string& headers, const std::string& body);

}  // namespace herald::bench
