#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "host/base/clock.hpp"
#include "host/base/mailbox.hpp"
#include "host/base/random.hpp"
#include "host/domain/job_ports.hpp"
#include "host/domain/record_ports.hpp"
#include "host/domain/shards.hpp"
#include "host/features/plugins.hpp"
#include "host/telemetry/log.hpp"

namespace herald::features {

struct JobRunnerConfig {
  int tries{3};         ///< of a call, then the tenant is passed over in this round
  int stale_tries{10};  ///< the same where what the plugin read had changed
  int parts{1'000};     ///< calls for one tenant in one round
  std::chrono::milliseconds look_every{250};
  std::chrono::milliseconds again{1000};  ///< after a failure; doubles
  std::chrono::milliseconds call_limit{std::chrono::seconds{10}};
};

/// Has plugins do their jobs: at whole multiples of its interval a round goes over the active tenants, one
/// call after the other, each with its writes, its commands and the job's place in one transaction. So calls
/// repeat after a crash, effects do not. Rounds that were missed are made up for by one. wake() from any
/// thread; step() on one.
class JobRunner final {
 public:
  /// All outlive this.
  struct Means {
    Plugins& plugins;
    domain::RecordReader& reader;
    domain::RecordWriter& writer;
    domain::JobBook& book;
    const Clock& clock;
    Random& random;
    telemetry::Log& log;
    const domain::NodeShards* served{nullptr};  ///< a job is done where its name's shard is; null: here
  };
  JobRunner(JobRunnerConfig config, Means means) : config_{config}, means_{means} {}
  /// One turn; answers when to look again.
  Tick step(Tick now);
  void wait(std::chrono::nanoseconds longest) { inbox_->wait(longest); }
  void wake() { inbox_->wake(); }

 private:
  using Task = std::function<void()>;
  /// One job.
  struct Lane {
    std::shared_ptr<const Sheet> sheet{};  // with calls under way
    SheetJob job{};
    enum class State : std::uint8_t { New, Opening, Open } state{State::New};
    domain::JobPlace place{};   ///< as committed
    domain::TenantId tenant{};  ///< of the call under way
    int marked{0};              ///< calls at `place` that an earlier process did not survive
    bool first{true};           ///< no call was made by this process
    int tries{0};
    bool busy{false};
    Tick due{};
  };
  using Held = std::shared_ptr<Lane>;  // with what is under way; one that was left is in nobody's map

  void refresh(Tick now);
  void open(const Held& lane, Tick now);
  void advance(const Held& lane);
  void end_round(const Held& lane);
  void begin(const Held& lane);
  void call(const Held& lane);
  void answered(const Held& lane, const Result<std::string>& text);
  void failed(const Held& lane, const Error& why);
  void pass_over(const Held& lane, const std::string& reason);
  void move(const Held& lane, const domain::JobPlace& to, const Result<Done>& done);
  [[nodiscard]] Instant next_round(const SheetJob& job) const;
  [[nodiscard]] domain::JobPlace after(const Lane& lane, bool again) const;
  [[nodiscard]] static domain::JobMove move_of(const Lane& lane, domain::JobPlace to);
  /// A completion that comes back to `then` on this loop's thread.
  template <class T>
  std::function<void(Result<T>)> back(std::function<void(Result<T>)> then);

  JobRunnerConfig config_;
  Means means_;
  // Shared with completions, some of which come when the runner is no more: they are put and never run.
  std::shared_ptr<Mailbox<Task>> inbox_{std::make_shared<Mailbox<Task>>()};
  std::map<std::pair<std::string, std::string>, Held> lanes_;  ///< by plugin and name
  Tick next_look_{};
};

}  // namespace herald::features
