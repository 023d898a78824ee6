#pragma once
#include <memory>
#include <string>
#include <vector>

#include "tests/sim/node.hpp"
#include "tests/sim/watch.hpp"

namespace herald::sim {

/// What one run is like. The seed decides everything else.
struct Story {
  std::uint64_t seed{1};
  int steps{400};    ///< before the world calms down and everything is seen through
  int wishes{24};    ///< messages that clients want sent
  bool rough{true};  ///< crashes, faults of the disk, take-overs, jumps of the wall clock
  bool speaks{false};
  std::string talent{};  ///< of all channels: plain, looks or keyed; empty: by chance
  bool timed{true};      ///< some wishes are scheduled, expire or are urgent
};

/// How it ended. [value]
struct Ending {
  std::string complaint{};  ///< empty: nothing was wrong
  std::uint64_t hash{0};    ///< of everything that happened
  int steps{0};
  int messages{0};  ///< accepted
  int acts{0};      ///< messages that providers took
  int crashes{0};
  int faults{0};       ///< errors of the disk
  int twice{0};        ///< messages that providers took more than once
  std::string last{};  ///< the last of what happened, in words
};

/// Clients, one node after the other, providers, a disk and time: in one thread, from a seed.
class World {
 public:
  explicit World(const Story& story);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  Ending run();

  // For stories that are told step by step.
  void settle_in();
  void step();
  /// The storm is over: all that is under way is seen through, and the end looked at.
  void see_through();
  [[nodiscard]] Ending ending();
  /// A client wants a message sent and posts it.
  void wish(const std::string& message_class, const std::string& channel_type, bool with_key);
  /// Each loop runs and time passes until nothing moves without more time, at most twenty turns.
  void run_all();
  /// One turn of each loop; a node that was stopped in it is followed by a new one. False: nothing moved.
  bool turn();
  [[nodiscard]] Disk& disk() { return disk_; }
  [[nodiscard]] Far& far() { return far_; }
  [[nodiscard]] Watch& watch() { return watch_; }
  [[nodiscard]] Node& node() { return *node_; }
  [[nodiscard]] VirtualClock& clock() { return clock_; }
  [[nodiscard]] const std::vector<domain::ChannelId>& channels() const { return channels_; }
  /// After the disk was stopped: a new node on what is left.
  void recover();

 private:
  struct Wish {
    enum class State : std::uint8_t { Open, Asked, Done, Refused, Left };
    Post post;
    State state{State::Open};
    std::string message{};
    int number{0};
    int posts{0};
  };
  void make_tenants();
  void build_node();
  void drop_node();
  void take_over();
  void restart();
  void new_wish();
  /// Posts it to the node that has the name, sometimes to the one that had it and does not know.
  void ask(Wish& wish);
  void answered(std::size_t index, Result<domain::Accepted> result);
  void ask_again();
  void cancel();
  void callback();
  void pass_time();
  void trouble();
  void change_weather();
  void after_step();
  void look_at_commits();
  bool busy_turn();
  [[nodiscard]] Tick next_event() const;

  Story story_;
  Chance chance_;
  VirtualClock clock_;
  Trace trace_;
  Disk disk_;
  Far far_;
  Watch watch_;
  NodePlan plan_;
  std::unique_ptr<Node> node_;
  std::unique_ptr<Node> old_;      ///< taken over, and does not know it yet
  std::shared_ptr<int> life_;      ///< of the node that answers; shared with what it was asked
  std::shared_ptr<int> old_life_;  ///< of the old one
  std::vector<domain::TenantId> tenants_;
  std::vector<domain::ChannelId> channels_;
  std::vector<Wish> wishes_;
  std::int64_t batches_{-1};
  std::int64_t old_batches_{0};  ///< of the old node, when it was taken over
  std::int64_t jumped_ms_{0};
  int steps_{0};
  int crashes_{0};
};

}  // namespace herald::sim
