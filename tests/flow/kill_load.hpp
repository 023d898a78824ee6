#pragma once
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace herald::test {

/// One message as its sender sees it. [value]
struct Posted {
  std::string text{};  ///< unlike any other
  std::string key{};   ///< Idempotency-Key; empty: none
  std::string id{};    ///< from the answer 201; empty: whether it was taken is not known
};

/// Whom and how to load.
struct LoadPlan {
  std::vector<std::uint16_t> ports{};  ///< of the nodes; clients are spread over them and change on trouble
  std::string api_key{};
  std::vector<std::string> channels{};  ///< each message takes one of them
  std::uint64_t seed{};
  int clients{8};
};

/// Threads that post messages with unique texts without a pause, through the death of the server. Every third
/// message has a key and is repeated with it until it is answered. [one thread]
class KillLoad final {
 public:
  explicit KillLoad(LoadPlan plan);
  ~KillLoad() { stopping_ = true; }
  KillLoad(const KillLoad&) = delete;
  KillLoad& operator=(const KillLoad&) = delete;
  /// Lets the clients finish what has a key, which needs a living server, and answers all that was posted.
  std::vector<Posted> finish();
  /// Messages that were answered 201 so far.
  [[nodiscard]] int answered() const { return answered_; }

 private:
  void run(int client);
  LoadPlan plan_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> answered_{0};
  std::vector<std::vector<Posted>> posted_;  ///< one for each client
  std::vector<std::jthread> threads_;
};

}  // namespace herald::test
