#include "host/streams/session.hpp"

#include <Poco/Exception.h>
#include <poll.h>

#include <algorithm>
#include <utility>

#include "host/domain/exchange.hpp"

namespace herald::streams {

using domain::Reached;
using domain::StreamEventKind;

void Session::record(std::string& log, std::string_view bytes) {
  log.append(bytes.substr(0, domain::kRecordedBody - std::min(log.size(), domain::kRecordedBody)));
}

Session::Session(domain::StreamRequest request, Done done, SessionMeans means, Tick now)
    : request_{std::move(request)},
      done_{std::move(done)},
      means_{std::move(means)},
      until_{now + request_.timeout},
      connect_until_{std::min(request_.start_by, now + means_.limits.connect)} {}

void Session::start(Tick now) {
  if (now >= request_.start_by) return fail("start_deadline", "the time to start had passed");
  asking_ = true;
  ++calls_;
  means_.call(request_.step, std::nullopt, now + means_.limits.plugin_call);
}

void Session::advance(Tick now) {
  expire(now);
  if (stage_ == Stage::Connecting) check_connect(now);
  if (stage_ == Stage::Handshaking) shake_hands();
  if (stage_ == Stage::Open || stage_ == Stage::Closing) send();
  if (stage_ == Stage::Open) receive();
  tell(now);
}

void Session::replied(Result<domain::ProviderReply> reply, Tick now) {
  asking_ = false;
  if (stage_ == Stage::Over) return;
  auto moves = reply ? read_moves(*reply, received_.size(), request_.files) : Result<Moves>{reply.error()};
  const Carries carries = target_.upgrade ? Carries::Messages : Carries::Bytes;
  if (moves) moves = permitted(*std::move(moves), carries, request_.commit);
  if (!moves) {
    domain::StreamEnd end = far_;
    end.plugin_failure = moves.error();
    settle(std::move(end));
    return over();
  }
  perform(*std::move(moves), now);
  advance(now);
}

void Session::perform(Moves moves, Tick now) {
  if (moves.state) request_.step.state = *std::move(moves.state);
  std::ranges::move(moves.redact, std::back_inserter(far_.redact));
  received_.erase(0, moves.consumed);
  if (told_end_ && moves.actions.empty()) moves.actions.emplace_back(Close{});
  for (Action& action : moves.actions)
    if (stage_ != Stage::Over) perform(std::move(action), now);
  if (stage_ == Stage::Quiet && !asking_)
    fail("no_verdict", "the plugin neither connected nor gave a verdict");
}

void Session::perform(Action action, Tick now) {
  if (auto* wish = std::get_if<Connect>(&action)) return connect(std::move(*wish));
  if (auto* end = std::get_if<Conclude>(&action)) return conclude(std::move(end->verdict), now);
  if (const auto* timer = std::get_if<SetTimer>(&action)) {
    timer_ = timer->after.count() == 0 ? Tick::max() : now + timer->after;
  } else if (auto* write = std::get_if<Write>(&action)) {
    queue(std::move(*write));
  } else if (const auto* message = std::get_if<Message>(&action)) {
    say(*message);
  } else if (std::holds_alternative<StartTls>(action)) {
    tls_pending_ = true;
    outgoing_.emplace_back(StartTls{});
  } else if (std::holds_alternative<Commit>(action)) {
    outgoing_.emplace_back(Commit{});
  } else if (stage_ == Stage::Open) {
    take_leave();
    outgoing_.emplace_back(Close{});
  } else {
    over();
  }
}

void Session::conclude(std::string verdict, Tick now) {
  domain::StreamEnd end = far_;
  end.verdict = std::move(verdict);
  settle(std::move(end));
  // What was not sent yet must not follow the verdict: least of all what would commit.
  if (!far_.committed) {
    if (socket_ && front_sent_ > 0) return over();  // what follows would become part of a cut message
    outgoing_.clear();
    front_sent_ = 0;
    pieces_.reset();
  }
  until_ = std::min(until_, now + means_.limits.farewell);
  if (!wire_) over();
}

void Session::connect(Connect wish) {
  if (stage_ != Stage::Quiet) return fail("no_verdict", "the plugin wanted a second connection");
  stage_ = Stage::Resolving;
  resolving_ = true;
  target_ = std::move(wish);
  const bool implicit = target_.tls == TlsMode::Implicit;
  const char* const scheme =
      target_.upgrade ? (implicit ? "wss://" : "ws://") : (implicit ? "tls://" : "tcp://");
  far_.peer = scheme + target_.host + ':' + std::to_string(target_.port);
  means_.resolve(target_.host, connect_until_);
}

void Session::resolved(Result<Resolver::Addresses> addresses, Tick now) {
  resolving_ = false;
  if (stage_ != Stage::Resolving) return;
  if (!addresses) return fail(addresses.error().reason, addresses.error().detail);
  addresses_.assign(addresses->begin(), addresses->end());
  try_next(now);
}

void Session::try_next(Tick now) {
  const Exposure exposure = target_.tls == TlsMode::None ? Exposure::Plain : Exposure::Protected;
  while (!addresses_.empty()) {
    const std::string address = std::move(addresses_.front());
    addresses_.pop_front();
    if (const std::string reason = means_.rule(address, exposure); !reason.empty()) {
      if (refused_.empty()) refused_ = "guard_refused " + reason;
      continue;
    }
    try {
      wire_.emplace(Poco::Net::SocketAddress{address, target_.port});
    } catch (const Poco::Exception& failure) {
      refused_ = "connect " + failure.displayText();
      continue;
    }
    const auto ways = static_cast<Tick::rep>(addresses_.size() + 1);
    try_until_ = now + (connect_until_ - now) / ways;
    stage_ = Stage::Connecting;
    return;
  }
  const std::size_t blank = refused_.find(' ');
  fail(refused_.substr(0, blank), refused_.substr(blank + 1));
}

void Session::check_connect(Tick now) {
  pollfd probe{wire_->descriptor(), POLLOUT, 0};
  if (::poll(&probe, 1, 0) <= 0) return;
  if (wire_->connected() == Wire::Step::Failed) {
    refused_ = "connect " + wire_->problem();
    wire_.reset();
    return try_next(now);
  }
  far_.reached = Reached::Began;
  if (target_.tls == TlsMode::Implicit) {
    wire_->begin_tls(means_.tls, target_.host);
    stage_ = Stage::Handshaking;
    return;
  }
  stage_ = Stage::Open;
  if (target_.upgrade) return begin_upgrade();
  events_.push_back({.kind = StreamEventKind::Connected, .info = R"({"tls":""})"});
}

void Session::shake_hands() {
  const Wire::Step step = wire_->handshake();
  if (step == Wire::Step::More) return;
  if (step != Wire::Step::Done) return fail("tls", wire_->problem());
  stage_ = Stage::Open;
  if (target_.upgrade) return begin_upgrade();
  events_.push_back({.kind = tls_pending_ ? StreamEventKind::TlsStarted : StreamEventKind::Connected,
                     .info = R"({"tls":")" + wire_->tls_version() + "\"}"});
  tls_pending_ = false;
}

void Session::send() {
  while (stage_ == Stage::Open || stage_ == Stage::Closing) {
    const Wire::Step flushed = wire_->flush();
    if (flushed == Wire::Step::Failed) return fail("reset", wire_->problem());
    if (flushed != Wire::Step::Done) return;
    if (stage_ == Stage::Closing) return over();
    if (outgoing_.empty()) return;
    if (std::holds_alternative<Commit>(outgoing_.front()) && !may_commit()) return;
    if (stage_ == Stage::Open) send(outgoing_.front());
  }
}

/// Not while the peer has said something that the plugin has not judged: it may be a refusal, or the end.
bool Session::may_commit() {
  if (asking_) return false;
  receive();
  return stage_ == Stage::Open && !fresh_ && !ended_ && events_.empty();
}

/// What was before has left. Takes the item away unless a part of it is left.
void Session::send(Outgoing& item) {
  if (const auto* bytes = std::get_if<std::string>(&item)) return send_bytes(*bytes);
  if (const auto* file = std::get_if<domain::FileSegment>(&item)) return send_file(*file);
  const bool exposed = target_.tls != TlsMode::None && !wire_->secure();
  if (std::holds_alternative<Commit>(item)) {
    if (exposed) return fail("tls", "the plugin wanted to commit before TLS stood");
    far_.committed = true;
    far_.answered = false;
  } else if (std::holds_alternative<StartTls>(item)) {
    if (!received_.empty()) return fail("tls", "the peer sent bytes before TLS began");
    if (wire_->secure()) return fail("tls", "the plugin wanted TLS twice");
    wire_->begin_tls(means_.tls, target_.host);
    stage_ = Stage::Handshaking;
  } else {
    wire_->finish();
    stage_ = Stage::Closing;
  }
  outgoing_.pop_front();
  if (stage_ == Stage::Handshaking) shake_hands();
}

bool Session::may_receive() const {
  return stage_ == Stage::Open && !asking_ && !ended_ && !tls_pending_ && (!socket_ || events_.empty());
}

void Session::receive() {
  if (!may_receive()) return;
  std::string bytes;
  const Wire::Step step = wire_->receive(bytes, std::size_t{16} * 1024);
  take(bytes);
  if (stage_ == Stage::Over) return;
  if (step == Wire::Step::Failed) return fail("reset", wire_->problem());
  if (step == Wire::Step::Closed) ended_ = true;
}

void Session::take(const std::string& bytes) {
  if (bytes.empty()) return;
  if (socket_) return take_frames(bytes);
  fresh_ = true;
  far_.answered = true;
  far_.reached = Reached::Answered;
  record(far_.received, bytes);
  received_ += bytes;
  received_in_all_ += bytes.size();
  if (received_.size() > means_.limits.unconsumed || received_in_all_ > means_.limits.received)
    fail("too_large", "the peer sent more than the protocol needs");
}

/// Hands the next event to the plugin, one at a time.
void Session::tell(Tick now) {
  if (asking_ || stage_ == Stage::Over || stage_ == Stage::Closing || stage_ == Stage::Resolving) return;
  std::optional<domain::StreamEvent> event;
  if (!events_.empty()) {
    event = std::move(events_.front());
    events_.pop_front();
  } else if (fresh_) {
    fresh_ = false;
    event = {.kind = StreamEventKind::Bytes, .bytes = received_};
  } else if (ended_ && !told_end_) {
    told_end_ = true;
    event = {.kind = StreamEventKind::Closed, .bytes = received_};
  } else if (ended_) {
    if (outgoing_.empty()) fail("reset", "the peer closed the connection");
    return;
  } else if (now >= timer_) {
    timer_ = Tick::max();
    event = {.kind = StreamEventKind::Timer};
  }
  if (!event) return;
  if (++calls_ > means_.limits.calls) return fail("too_many_steps", "the peer and the plugin came to no end");
  asking_ = true;
  means_.call(request_.step, std::move(event), now + means_.limits.plugin_call);
}

void Session::expire(Tick now) {
  if (stage_ == Stage::Over) return;
  if (now >= until_) return fail("timeout", "no verdict within the time of the channel");
  const bool connecting = stage_ == Stage::Resolving || stage_ == Stage::Connecting;
  if (connecting && now >= connect_until_)
    return fail("connect_deadline", "the time to start passed while connecting");
  if (stage_ == Stage::Connecting && now >= try_until_) {
    refused_ = "connect the address did not answer in time";
    wire_.reset();
    try_next(now);
  }
}

short Session::interest() const {
  if (stage_ == Stage::Connecting) return POLLOUT;
  if (stage_ == Stage::Handshaking) return static_cast<short>(wire_->idle() ? POLLIN : POLLIN | POLLOUT);
  int events = 0;
  if ((stage_ == Stage::Open || stage_ == Stage::Closing) && !wire_->idle()) events |= POLLOUT;
  if (may_receive()) events |= POLLIN;
  return static_cast<short>(events);
}

Tick Session::next_look() const {
  if (stage_ == Stage::Over) return Tick::max();
  Tick look = asking_ ? until_ : std::min(until_, timer_);
  if (stage_ == Stage::Resolving) look = std::min(look, connect_until_);
  if (stage_ == Stage::Connecting) look = std::min({look, connect_until_, try_until_});
  return look;
}

void Session::settle(domain::StreamEnd end) {
  if (done_) std::exchange(done_, nullptr)(std::move(end));
}

void Session::stop(const std::string& failure, const std::string& text) { fail(failure, text); }

void Session::fail(const std::string& failure, const std::string& text) {
  domain::StreamEnd end = far_;
  end.failure = failure;
  end.text = text;
  settle(std::move(end));
  over();
}

void Session::over() {
  if (done_) {
    domain::StreamEnd end = far_;
    end.failure = ended_ ? "reset" : "no_verdict";
    end.text = ended_ ? "the peer closed the connection" : "the plugin closed the connection";
    settle(std::move(end));
  }
  stage_ = Stage::Over;
  outgoing_.clear();
  if (wire_) wire_->close();
  wire_.reset();
}

}  // namespace herald::streams
