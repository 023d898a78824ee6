#include "host/inbound/poller.hpp"

#include <algorithm>
#include <set>

namespace herald::inbound {
namespace {

constexpr int kMostPollRequests = 8;  ///< of one turn
constexpr int kMostDoublings = 6;
constexpr const char* kCounter = "herald_polls_total";
constexpr const char* kCounterHelp = "Polls of providers by result";

std::string place_of(const domain::ProviderAccount& account, const std::string& queue) {
  return queue.empty() ? std::string{} : account.channel.api_provider + " " + queue;
}

}  // namespace

Poller::Poller(PollerConfig config, PollerPorts ports)
    : config_{config},
      ports_{std::move(ports)},
      succeeded_{ports_.metrics.counter(kCounter, kCounterHelp, {{"result", "ok"}})},
      failed_{ports_.metrics.counter(kCounter, kCounterHelp, {{"result", "failed"}})} {}

Tick Poller::step(Tick now) {
  for (const Task& task : inbox_->take()) task();
  if (now >= next_look_) look(now);
  Tick wake = next_look_;
  for (auto& [id, poll] : polls_) {
    if (!poll.under_way && poll.due <= now) begin(id, poll, now);
    if (!poll.under_way) wake = std::min(wake, poll.due);
  }
  return wake;
}

void Poller::look(Tick now) {
  next_look_ = now + config_.look_again;
  const auto candidates = ports_.polls.candidates();
  if (!candidates) return ports_.log.warning("polls_not_read", {{"reason", candidates.error().reason}});
  std::set<std::string> wanted;
  for (const domain::ChannelId& id : *candidates) {
    const auto account = ports_.accounts.open(id);
    if (account && (*account)->provider != nullptr && asks_for_polling((*account)->channel))
      wanted.insert(id.text);
  }
  // Also one that is under way: its answer will find nobody, and nothing of it was acknowledged.
  std::erase_if(polls_, [&](const auto& known) { return !wanted.contains(known.first); });
  for (const std::string& id : wanted)
    if (!polls_.contains(id)) polls_[id].due = now;
}

template <class T>
std::function<void(T)> Poller::back(const std::string& id, const Poll& poll,
                                    std::function<void(Poll&, T)> then) {
  return [this, id, turn = poll.turn, inbox = inbox_, then = std::move(then)](T result) {
    inbox->put([this, id, turn, then, result = std::move(result)]() mutable {
      const auto found = polls_.find(id);
      if (found != polls_.end() && found->second.turn == turn) then(found->second, std::move(result));
    });
  };
}

void Poller::begin(const std::string& id, Poll& poll, Tick now) {
  poll.under_way = true;
  poll.turn = ++turns_;
  poll.requests = 0;
  poll.state = "{}";
  poll.begun = now;
  auto account = ports_.accounts.open(domain::ChannelId{id});
  auto cursor = ports_.polls.cursor(domain::ChannelId{id});
  if (!account || !cursor)
    return failed(id, poll, {.code = account ? cursor.error().reason : account.error().reason});
  if ((*account)->provider == nullptr) return failed(id, poll, {.code = "plugin_missing"});
  poll.account = std::move(*account);
  poll.cursor = std::move(*cursor);
  plan(id, poll);
}

domain::ProviderStep Poller::step_of(const Poll& poll) const {
  return {.tenant = poll.account->channel.tenant,
          .op = "poll",
          .input = poll_input(poll.cursor, ports_.clock.now()),
          .account = poll.account->account_json,
          .state = poll.state};
}

void Poller::plan(const std::string& id, Poll& poll) {
  if (poll.requests++ == kMostPollRequests) return failed(id, poll, {.code = "endless_exchange"});
  poll.account->provider->plan(step_of(poll), ports_.clock.tick() + config_.plugin_limit,
                               back<Result<domain::ProviderReply>>(
                                   id, poll, [this, id](Poll& mine, Result<domain::ProviderReply> reply) {
                                     planned(id, mine, std::move(reply));
                                   }));
}

bool Poller::taken(const std::string& id, const Poll& poll, const std::string& queue) const {
  const std::string place = place_of(*poll.account, queue);
  return !place.empty() && std::ranges::any_of(polls_, [&](const auto& other) {
    return other.first != id && other.second.account &&
           place_of(*other.second.account, other.second.queue) == place;
  });
}

void Poller::planned(const std::string& id, Poll& poll, Result<domain::ProviderReply> reply) {
  if (!reply) return failed(id, poll, {.code = reply.error().reason});
  auto plan = read_poll_plan(*reply);
  if (const auto* failure = std::get_if<PollFailure>(&plan)) return failed(id, poll, *failure);
  auto& request = std::get<PollRequest>(plan);
  if (taken(id, poll, request.queue))
    return failed(id, poll, {.code = "polled_by_another_channel", .wait = config_.longest_wait});
  poll.queue = std::move(request.queue);
  if (request.state) poll.state = std::move(*request.state);
  request.request.start_by = ports_.clock.tick() + config_.start_limit;
  ports_.carrier.send(
      std::move(request.request),
      back<domain::OutboundAnswer>(id, poll, [this, id](Poll& mine, domain::OutboundAnswer answer) {
        answered(id, mine, std::move(answer));
      }));
}

void Poller::answered(const std::string& id, Poll& poll, domain::OutboundAnswer answer) {
  if (answer.reached != domain::Reached::Answered) return failed(id, poll, {.code = answer.failure});
  poll.body = answer.body;
  poll.account->provider->on_response(
      step_of(poll), answer, ports_.clock.tick() + config_.plugin_limit,
      back<Result<domain::ProviderReply>>(id, poll,
                                          [this, id](Poll& mine, Result<domain::ProviderReply> reply) {
                                            judged(id, mine, std::move(reply));
                                          }));
}

void Poller::judged(const std::string& id, Poll& poll, Result<domain::ProviderReply> reply) {
  if (!reply) return failed(id, poll, {.code = reply.error().reason});
  const std::string webhook = make_uuid(ports_.clock.now(), ports_.random);
  auto answer = read_poll_answer(*reply, {.channel = poll.account->channel,
                                          .webhook = webhook,
                                          .now = ports_.clock.now(),
                                          .random = ports_.random,
                                          .spell = ports_.spell,
                                          .bytes = reply->bytes,
                                          .files = &ports_.files});
  if (const auto* failure = std::get_if<PollFailure>(&answer)) return failed(id, poll, *failure);
  if (auto* next = std::get_if<PollContinue>(&answer)) {
    poll.state = std::move(next->state);
    return plan(id, poll);
  }
  store(id, poll, webhook, std::get<Polled>(std::move(answer)));
}

void Poller::store(const std::string& id, Poll& poll, const std::string& webhook, Polled polled) {
  if (polled.elements.empty()) return stored(id, poll, polled.cursor);
  const domain::Channel& channel = poll.account->channel;
  ports_.keeper.keep(
      {.id = webhook,
       .tenant = channel.tenant,
       .channel = channel.id,
       .provider = channel.api_provider,
       .headers_json = "[]",
       .body = std::move(poll.body),
       .elements = std::move(polled.elements)},
      back<Result<domain::WebhookApplied>>(
          id, poll,
          [this, id, cursor = std::move(polled.cursor)](Poll& mine, Result<domain::WebhookApplied> applied) {
            if (!applied) return failed(id, mine, {.code = applied.error().reason});
            stored(id, mine, cursor);
          }));
}

void Poller::stored(const std::string& id, Poll& poll, const std::string& cursor) {
  if (cursor.empty() || cursor == poll.cursor) return done(poll, false);
  const domain::Channel& channel = poll.account->channel;
  ports_.polls.advance(channel.tenant, channel.id, cursor,
                       back<Result<Done>>(id, poll, [this, id](Poll& mine, Result<Done> kept) {
                         if (!kept) return failed(id, mine, {.code = kept.error().reason});
                         done(mine, true);
                       }));
}

void Poller::done(Poll& poll, bool news) {
  succeeded_.add();
  poll.failures = 0;
  poll.failure.clear();
  poll.under_way = false;
  // A provider that answers at once although there is nothing must not make us hurry.
  poll.due = news ? ports_.clock.tick() : std::max(ports_.clock.tick(), poll.begun + config_.least_turn);
}

void Poller::failed(const std::string& id, Poll& poll, const PollFailure& failure) {
  failed_.add();
  if (failure.code != poll.failure)
    ports_.log.warning("poll_failed", {{"channel", id}, {"reason", failure.code}});
  poll.failure = failure.code;
  const auto wait =
      std::min(config_.longest_wait, config_.first_wait * (1 << std::min(poll.failures, kMostDoublings)));
  ++poll.failures;
  poll.under_way = false;
  poll.due = ports_.clock.tick() + std::max(wait, failure.wait.value_or(wait));
}

}  // namespace herald::inbound
