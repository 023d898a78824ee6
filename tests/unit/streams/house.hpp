#pragma once
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "host/streams/stream_loop.hpp"
#include "tests/unit/streams/peer.hpp"

namespace herald::streams::test {

/// A plugin as a test writes it: from what happened (nothing: the start) to its reply.
using Script = std::function<std::string(const domain::StreamEvent* event)>;

/// Calls a script at once, on the loop's thread, and keeps what it was shown.
class ScriptedPlugin final : public domain::StreamPort {
 public:
  explicit ScriptedPlugin(Script script) : script_{std::move(script)} {}
  void start(domain::ProviderStep step, Tick deadline, ReplyDone done) override;
  void feed(domain::ProviderStep step, domain::StreamEvent event, Tick deadline, ReplyDone done) override;
  /// What it was shown: "kind:bytes|state" of each event, in order.
  [[nodiscard]] std::vector<std::string> seen() const;

 private:
  Script script_;
  mutable std::mutex mutex_;
  std::vector<std::string> seen_;
};

/// A loop on a thread of its own, between a scripted plugin and a peer.
class StreamHouse : public ::testing::Test {
 protected:
  StreamHouse();
  ~StreamHouse() override;
  /// Begins an operation; the answer is in the future.
  std::future<domain::StreamEnd> run(Script script, std::chrono::milliseconds timeout = kPatience);
  /// {"actions":[{"connect":…}]} to the peer.
  [[nodiscard]] std::string connect(const std::string& tls, const std::string& host = "127.0.0.1") const;
  static domain::StreamEnd end_of(std::future<domain::StreamEnd>& future);
  [[nodiscard]] std::vector<std::string> seen() const { return plugin_->seen(); }
  void stop();

  static constexpr std::chrono::milliseconds kPatience{20'000};
  egress::test::Identity authority_;
  egress::test::Identity identity_;  ///< of 127.0.0.1, by the authority
  Peer peer_;
  SystemClock clock_;
  SystemRandom random_;
  Resolver resolver_;
  SessionLimits limits_{};
  std::string refuse_{};  ///< what the address rule answers
  std::vector<std::string> asked_{};
  Tick start_by_{Tick::max()};
  domain::PointOfNoReturn commit_{domain::PointOfNoReturn::Allowed};
  std::vector<domain::AttachedFile> files_{};
  domain::OpenFile open_file_{};

 private:
  void open();
  std::string ca_file_;
  std::unique_ptr<StreamLoop> loop_;
  std::shared_ptr<ScriptedPlugin> plugin_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace herald::streams::test
