#include "host/egress/engine.hpp"

#include <algorithm>

#include "host/egress/engine_loop.hpp"
#include "host/egress/request_check.hpp"

namespace herald::egress {

Engine::Engine(Config config, const Clock& clock) : loop_{std::make_unique<Loop>(std::move(config), clock)} {}
Engine::~Engine() = default;
void Engine::start(Request request, Completion done) { loop_->start(std::move(request), std::move(done)); }
void Engine::allow(std::vector<Cidr> list) { loop_->allow(std::move(list)); }
void Engine::wake() { loop_->wake(); }
std::size_t Engine::in_flight() const { return loop_->in_flight(); }
Tick Engine::step(Tick now) { return loop_->step(now); }
void Engine::wait(std::chrono::milliseconds longest) { loop_->wait(longest); }
void Engine::abort_all() { loop_->abort_all(); }

Engine::Loop::Loop(Config config, const Clock& clock)
    : rules_{std::move(config), Guard{}, clock}, multi_{curl_multi_init()} {
  HERALD_CHECK(multi_ != nullptr);
  rules_.guard = Guard{rules_.config.allow};
  set_multi_options();
}

void Engine::Loop::set_multi_options() {
  const auto set = [this](CURLMoption option, std::size_t value) {
    HERALD_CHECK(curl_multi_setopt(multi_.get(), option, static_cast<long>(value)) == CURLM_OK);
  };
  // The cache counts connections in use: a smaller one would close each after its exchange.
  set(CURLMOPT_MAXCONNECTS, rules_.config.max_in_flight);
  set(CURLMOPT_MAX_HOST_CONNECTIONS, rules_.config.max_connections_per_host);
}

void Engine::Loop::start(Request request, Completion done) {
  ++in_flight_;
  inbox_.put({std::move(request), std::move(done), rules_.clock.tick()});
  wake_once();
}

void Engine::Loop::allow(std::vector<Cidr> list) {
  lists_.put(std::move(list));
  wake_once();
}

void Engine::Loop::wake_once() {
  if (!woken_.exchange(true)) wake();
}

Tick Engine::Loop::step(Tick now) {
  take_news();
  expire(now);
  admit();
  int running = 0;
  HERALD_CHECK(curl_multi_perform(multi_.get(), &running) == CURLM_OK);
  collect();
  complete();
  return next_wake(now);
}

void Engine::Loop::wait(std::chrono::milliseconds longest) {
  constexpr std::chrono::milliseconds kHour{std::chrono::hours{1}};
  const auto bounded = std::clamp(longest, std::chrono::milliseconds{0}, kHour);
  HERALD_CHECK(curl_multi_poll(multi_.get(), nullptr, 0, static_cast<int>(bounded.count()), nullptr) ==
               CURLM_OK);
}

void Engine::Loop::take_news() {
  // Before looking into the boxes: who puts something after the look must wake the loop.
  woken_.exchange(false);
  for (auto& list : lists_.take()) rules_.guard = Guard{std::move(list)};
  for (auto& job : inbox_.take()) {
    if (closed_) {
      refuse(std::move(job), "shutdown", "the engine takes no more requests");
    } else {
      waiting_.push_back(std::move(job));
    }
  }
}

void Engine::Loop::expire(Tick now) {
  const auto late = [&](const Job& job) { return job.request.start_by <= now; };
  if (std::any_of(waiting_.begin(), waiting_.end(), late)) {
    for (auto& job : std::exchange(waiting_, {})) {
      if (late(job)) {
        refuse(std::move(job), "start_deadline", "the time to start had passed before a transfer was free");
      } else {
        waiting_.push_back(std::move(job));
      }
    }
  }
  while (!start_limits_.empty() && start_limits_.begin()->first <= now) {
    auto* transfer = start_limits_.begin()->second;
    start_limits_.erase(start_limits_.begin());
    if (transfer->began()) continue;
    auto owned = release(transfer);
    auto exchange = owned->stop("connect_deadline", "the time to start passed while connecting");
    settle(std::move(owned), std::move(exchange));
  }
}

void Engine::Loop::admit() {
  while (!waiting_.empty() && running_.size() < rules_.config.max_in_flight) {
    auto job = std::move(waiting_.front());
    waiting_.pop_front();
    const auto scheme = check_request(job.request);
    if (scheme) {
      run(std::move(job), *scheme);
    } else {
      refuse(std::move(job), scheme.error().reason, scheme.error().detail);
    }
  }
}

void Engine::Loop::run(Job job, Scheme scheme) {
  Owned transfer;
  if (idle_.empty()) {
    transfer = std::make_unique<Transfer>(rules_);
  } else {
    transfer = std::move(idle_.back());
    idle_.pop_back();
  }
  transfer->prepare(std::move(job), scheme);
  HERALD_CHECK(curl_multi_add_handle(multi_.get(), transfer->handle()) == CURLM_OK);
  auto* key = transfer.get();
  if (key->start_by() != Tick::max()) start_limits_.emplace(key->start_by(), key);
  running_.emplace(key, std::move(transfer));
}

void Engine::Loop::collect() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;  // the message dies when the handle leaves
    void* self = nullptr;
    HERALD_CHECK(curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &self) == CURLE_OK);
    auto owned = release(static_cast<Transfer*>(self));
    auto exchange = owned->finish(code);
    settle(std::move(owned), std::move(exchange));
  }
}

Engine::Loop::Owned Engine::Loop::release(Transfer* transfer) {
  HERALD_CHECK(curl_multi_remove_handle(multi_.get(), transfer->handle()) == CURLM_OK);
  start_limits_.erase({transfer->start_by(), transfer});
  auto node = running_.extract(transfer);
  HERALD_CHECK(!node.empty());
  return std::move(node.mapped());
}

void Engine::Loop::settle(Owned transfer, Exchange exchange) {
  ends_.push_back({transfer->take_completion(), std::move(exchange)});
  idle_.push_back(std::move(transfer));
}

void Engine::Loop::refuse(Job job, std::string failure, std::string text) {
  Exchange exchange;
  exchange.failure = std::move(failure);
  exchange.text = std::move(text);
  exchange.took = std::chrono::duration_cast<std::chrono::microseconds>(rules_.clock.tick() - job.taken);
  ends_.push_back({std::move(job.done), std::move(exchange)});
}

void Engine::Loop::complete() {
  for (auto& [done, exchange] : std::exchange(ends_, {})) {
    --in_flight_;
    done(std::move(exchange));
  }
}

void Engine::Loop::abort_all() {
  closed_ = true;
  take_news();
  while (!waiting_.empty()) {
    refuse(std::move(waiting_.front()), "shutdown", "the engine was shut down before a transfer was free");
    waiting_.pop_front();
  }
  while (!running_.empty()) {
    auto owned = release(running_.begin()->first);
    auto exchange = owned->stop("shutdown", "the engine was shut down during the exchange");
    settle(std::move(owned), std::move(exchange));
  }
  complete();
}

Tick Engine::Loop::next_wake(Tick now) const {
  const bool room = !waiting_.empty() && running_.size() < rules_.config.max_in_flight;
  if (room || inbox_.size() > 0) return now;
  Tick next = start_limits_.empty() ? Tick::max() : start_limits_.begin()->first;
  for (const auto& job : waiting_) next = std::min(next, job.request.start_by);
  long timeout_ms = -1;
  HERALD_CHECK(curl_multi_timeout(multi_.get(), &timeout_ms) == CURLM_OK);
  if (timeout_ms >= 0) next = std::min(next, now + std::chrono::milliseconds{timeout_ms});
  return next;
}

}  // namespace herald::egress
