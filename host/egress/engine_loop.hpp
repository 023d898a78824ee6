#pragma once
#include <curl/curl.h>

#include <atomic>
#include <deque>
#include <memory>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "host/base/mailbox.hpp"
#include "host/egress/transfer.hpp"

namespace herald::egress {

/// libcurl's process-wide state, which it counts by itself.
class CurlLibrary final {
 public:
  CurlLibrary() { HERALD_CHECK(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); }
  ~CurlLibrary() { curl_global_cleanup(); }
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
};

/// The inside of an Engine; the same threads.
class Engine::Loop final {
 public:
  Loop(Config config, const Clock& clock);
  ~Loop() { abort_all(); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void start(Request request, Completion done);
  void allow(std::vector<Cidr> list);
  void wake() { curl_multi_wakeup(multi_.get()); }
  [[nodiscard]] std::size_t in_flight() const { return in_flight_.load(); }
  Tick step(Tick now);
  void wait(std::chrono::milliseconds longest);
  void abort_all();

 private:
  struct FreeMulti {
    void operator()(CURLM* multi) const { curl_multi_cleanup(multi); }
  };
  struct End {
    Completion done;
    Exchange exchange;
  };
  using Owned = std::unique_ptr<Transfer>;

  void set_multi_options();
  void wake_once();
  void take_news();
  void expire(Tick now);
  void admit();
  void run(Job job, Scheme scheme);
  void collect();
  Owned release(Transfer* transfer);
  void settle(Owned transfer, Exchange exchange);
  void refuse(Job job, std::string failure, std::string text);
  void complete();
  [[nodiscard]] Tick next_wake(Tick now) const;

  CurlLibrary library_;
  Rules rules_;
  std::unique_ptr<CURLM, FreeMulti> multi_;
  Mailbox<Job> inbox_;
  Mailbox<std::vector<Cidr>> lists_;
  std::atomic<bool> woken_{false};  ///< a wake-up is under way: further ones would only cost
  std::atomic<std::size_t> in_flight_{0};
  bool closed_{false};
  std::deque<Job> waiting_;  ///< taken, over max_in_flight
  std::unordered_map<Transfer*, Owned> running_;
  std::set<std::pair<Tick, Transfer*>> start_limits_;  ///< of running ones, also when they have begun
  std::vector<Owned> idle_;
  std::vector<End> ends_;  ///< completions to call at the end of the turn
};

}  // namespace herald::egress
