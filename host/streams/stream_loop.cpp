#include "host/streams/stream_loop_inside.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "host/base/check.hpp"

namespace herald::streams {
namespace {

TlsContext tls_or_throw(const std::string& ca_file) {
  auto made = TlsContext::make(ca_file);
  if (!made) throw std::runtime_error{made.error().detail};
  return *std::move(made);
}

}  // namespace

StreamLoop::StreamLoop(StreamConfig config, StreamPorts ports)
    : inside_{std::make_unique<Inside>(std::move(config), std::move(ports))} {}
StreamLoop::~StreamLoop() = default;
void StreamLoop::run(domain::StreamRequest request, std::function<void(domain::StreamEnd)> done) {
  inside_->run(std::move(request), std::move(done));
}
Tick StreamLoop::step(Tick now) { return inside_->step(now); }
void StreamLoop::wait(std::chrono::milliseconds longest) { inside_->wait(longest); }
void StreamLoop::wake() { inside_->wake(); }
void StreamLoop::abort_all() { inside_->abort_all(); }
std::size_t StreamLoop::sessions() const { return inside_->sessions(); }

StreamLoop::Inside::Inside(StreamConfig config, StreamPorts ports)
    : config_{std::move(config)},
      ports_{std::move(ports)},
      tls_{tls_or_throw(config_.ca_file)},
      bell_{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)} {
  if (bell_ < 0) throw std::runtime_error{"eventfd: the process has no file descriptor left"};
}

StreamLoop::Inside::~Inside() {
  abort_all();
  ::close(bell_);
}

void StreamLoop::Inside::post(Task task) {
  inbox_.put(std::move(task));
  wake();
}

void StreamLoop::Inside::wake() {
  const std::uint64_t one = 1;
  // A full counter rings as well as one more.
  static_cast<void>(::write(bell_, &one, sizeof one) == sizeof one);
}

void StreamLoop::Inside::run(domain::StreamRequest request, std::function<void(domain::StreamEnd)> done) {
  post([this, request = std::move(request), done = std::move(done)](Tick now) mutable {
    begin(std::move(request), std::move(done), now);
  });
}

void StreamLoop::Inside::begin(domain::StreamRequest request, Session::Done done, Tick now) {
  HERALD_CHECK(request.account != nullptr && request.account->stream != nullptr);
  const std::uint64_t id = ++last_;
  domain::StreamPort& plugin = *request.account->stream;
  SessionMeans means{
      .limits = config_.limits,
      .tls = tls_,
      .rule = ports_.rule,
      .open = ports_.open,
      .random = ports_.random,
      .call = [this, id, &plugin](
                  domain::ProviderStep step, std::optional<domain::StreamEvent> event,
                  Tick deadline) { call(id, plugin, std::move(step), std::move(event), deadline); },
      .resolve =
          [this, id](const std::string& host, Tick until) {
            ports_.resolver.ask(host, until, [this, id](Result<Resolver::Addresses> found) {
              post([this, id, found = std::move(found)](Tick then) {
                on(id, [&](Session& session) { session.resolved(found, then); });
              });
            });
          }};
  auto& session =
      sessions_.try_emplace(id, std::move(request), std::move(done), std::move(means), now).first->second;
  ready_.push_back(id);
  if (closed_) return session.stop("shutdown", "the node stops");
  session.start(now);
}

void StreamLoop::Inside::call(std::uint64_t id, domain::StreamPort& plugin, domain::ProviderStep step,
                              std::optional<domain::StreamEvent> event, Tick deadline) {
  auto done = [this, id](Result<domain::ProviderReply> reply) {
    post([this, id, reply = std::move(reply)](Tick now) {
      on(id, [&](Session& session) { session.replied(reply, now); });
    });
  };
  if (event) return plugin.feed(std::move(step), *std::move(event), deadline, std::move(done));
  plugin.start(std::move(step), deadline, std::move(done));
}

void StreamLoop::Inside::on(std::uint64_t id, const std::function<void(Session&)>& visit) {
  const auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  visit(found->second);
  ready_.push_back(id);
}

Tick StreamLoop::Inside::step(Tick now) {
  std::uint64_t rings = 0;
  static_cast<void>(::read(bell_, &rings, sizeof rings) == sizeof rings);
  for (const Task& task : inbox_.take()) task(now);
  for (const auto& [id, session] : sessions_)
    if (session.next_look() <= now) ready_.push_back(id);
  for (const std::uint64_t id : std::exchange(ready_, {})) {
    const auto found = sessions_.find(id);
    if (found == sessions_.end()) continue;
    found->second.advance(now);
    if (found->second.gone()) sessions_.erase(found);
  }
  Tick next = inbox_.size() > 0 ? now : Tick::max();
  for (const auto& [id, session] : sessions_) next = std::min(next, session.next_look());
  return next;
}

void StreamLoop::Inside::wait(std::chrono::milliseconds longest) {
  std::vector<pollfd> watched{{bell_, POLLIN, 0}};
  std::vector<std::uint64_t> owners{0};
  for (const auto& [id, session] : sessions_) {
    if (session.interest() == 0) continue;
    watched.push_back({session.descriptor(), session.interest(), 0});
    owners.push_back(id);
  }
  constexpr std::chrono::milliseconds kMinute{60'000};
  const auto bounded = std::clamp(longest, std::chrono::milliseconds{0}, kMinute);
  if (::poll(watched.data(), watched.size(), static_cast<int>(bounded.count())) <= 0) return;
  for (std::size_t i = 1; i < watched.size(); ++i)
    if (watched[i].revents != 0) ready_.push_back(owners[i]);
}

void StreamLoop::Inside::abort_all() {
  closed_ = true;
  for (const Task& task : inbox_.take()) task(ports_.clock.tick());
  for (auto& [id, session] : sessions_) session.stop("shutdown", "the node stops");
  std::erase_if(sessions_, [](const auto& entry) { return entry.second.gone(); });
}

}  // namespace herald::streams
