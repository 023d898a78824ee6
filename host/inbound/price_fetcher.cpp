#include "host/inbound/price_fetcher.hpp"

#include <algorithm>
#include <utility>

#include "host/base/redact.hpp"

namespace herald::inbound {
namespace {

constexpr int kMostPriceRequests = 4;
constexpr int kMostPriceDoublings = 10;
constexpr std::size_t kLongestPriceReason = 200;

telemetry::Counter questions(telemetry::Metrics& metrics, const char* result) {
  return metrics.counter("herald_prices_total", "Questions for the price of a message by what became of them",
                         {{"result", result}});
}

std::chrono::milliseconds doubled(std::chrono::milliseconds first, int times,
                                  std::chrono::milliseconds most) {
  return std::min(most, first * (1 << std::min(times, kMostPriceDoublings)));
}

}  // namespace

PriceFetcher::PriceFetcher(PriceFetcherConfig config, PriceFetcherPorts ports)
    : config_{config},
      ports_{ports},
      told_{questions(ports.metrics, "told")},
      not_yet_{questions(ports.metrics, "not_yet")},
      failed_{questions(ports.metrics, "failed")},
      given_up_{questions(ports.metrics, "given_up")} {}

template <class T>
std::function<void(T)> PriceFetcher::back(std::function<void(T)> then) {
  return [inbox = inbox_, then = std::move(then)](T result) {
    inbox->put([then, result = std::move(result)]() mutable { then(std::move(result)); });
  };
}

Tick PriceFetcher::step(Tick now) {
  for (const Task& task : inbox_->take()) task();
  if (now >= next_look_) look(now);
  return next_look_;
}

void PriceFetcher::look(Tick now) {
  next_look_ = now + config_.look_every;
  more_ = false;
  std::erase_if(lines_,
                [](const auto& line) { return line.second.in_flight == 0 && line.second.failures == 0; });
  auto channels = ports_.book.channels(ports_.clock.now());
  if (!channels) return ports_.log.warning("prices_not_read", {{"reason", channels.error().reason}});
  std::ranges::sort(*channels, {}, &domain::ChannelId::text);
  const auto next = std::ranges::upper_bound(*channels, last_, {}, &domain::ChannelId::text);
  std::ranges::rotate(*channels, next);
  for (const domain::ChannelId& channel : *channels) {
    const Line& line = lines_[channel.text];
    if (line.held_until > now) {
      next_look_ = std::min(next_look_, line.held_until);
      continue;
    }
    if (under_way_.size() >= config_.in_flight || line.in_flight >= config_.in_flight_of_channel)
      more_ = true;
    else
      look(channel);
  }
}

void PriceFetcher::look(const domain::ChannelId& channel) {
  last_ = channel.text;
  const auto limit = 2 * config_.in_flight_of_channel;  // what is under way is still due
  auto due = ports_.book.due(channel, ports_.clock.now(), static_cast<int>(limit));
  if (!due) return ports_.log.warning("prices_not_read", {{"reason", due.error().reason}});
  for (domain::PriceQuestion& question : *due) {
    if (under_way_.contains(question.attempt.id.text)) continue;
    const Line& line = lines_[channel.text];
    if (line.held_until > ports_.clock.tick()) return;
    if (under_way_.size() >= config_.in_flight || line.in_flight >= config_.in_flight_of_channel) {
      more_ = true;
      return;
    }
    begin(std::move(question));
  }
}

void PriceFetcher::begin(domain::PriceQuestion question) {
  const auto tour = std::make_shared<Tour>(Tour{.question = std::move(question)});
  under_way_[tour->question.attempt.id.text] = tour;
  ++lines_[tour->question.message.channel.text].in_flight;
  auto account = ports_.accounts.open(tour->question.message.channel);
  if (!account)
    return failed(tour, {.code = account.error().reason, .final = account.error().code == Errc::NotFound});
  tour->account = *std::move(account);
  if (tour->account->provider == nullptr) return failed(tour, {.code = "plugin_missing"});
  if (!tour->account->traits.price_after) return failed(tour, {.code = "not_offered", .final = true});
  plan(tour);
}

domain::ProviderStep PriceFetcher::step_of(const Tour& tour) const {
  return {.tenant = tour.question.message.tenant,
          .op = "price",
          .input = price_input(tour.question, tour.account->traits.idempotency_key, ports_.clock.now()),
          .account = tour.account->account_json,
          .state = tour.state};
}

void PriceFetcher::plan(const Shared& tour) {
  tour->account->provider->plan(
      step_of(*tour), ports_.clock.tick() + config_.plugin_limit,
      back<Result<domain::ProviderReply>>([this, tour](Result<domain::ProviderReply> reply) {
        take(tour, reply ? read_price_plan(*reply) : PriceStep{PriceFailure{.code = reply.error().reason}});
      }));
}

void PriceFetcher::take(const Shared& tour, PriceStep step) {
  if (auto* request = std::get_if<PriceRequest>(&step)) return ask(tour, std::move(*request));
  if (auto* next = std::get_if<PriceContinue>(&step)) {
    tour->state = std::move(next->state);
    return plan(tour);
  }
  if (const auto* failure = std::get_if<PriceFailure>(&step)) return failed(tour, *failure);
  auto& answer = std::get<PriceTold>(step);
  if (!answer.element) return not_yet(tour);
  told(tour, std::move(*answer.element));
}

void PriceFetcher::ask(const Shared& tour, PriceRequest request) {
  if (tour->requests++ == kMostPriceRequests) return failed(tour, {.code = "endless_exchange"});
  if (request.state) tour->state = std::move(*request.state);
  request.request.timeout = std::clamp<std::chrono::milliseconds>(
      request.request.timeout, std::chrono::milliseconds{1}, config_.request_limit);
  request.request.start_by = ports_.clock.tick() + config_.start_limit;
  ports_.carrier.send(std::move(request.request),
                      back<domain::OutboundAnswer>(
                          [this, tour](const domain::OutboundAnswer& answer) { answered(tour, answer); }));
}

void PriceFetcher::answered(const Shared& tour, const domain::OutboundAnswer& answer) {
  if (answer.reached != domain::Reached::Answered) return failed(tour, {.code = answer.failure});
  tour->account->provider->on_response(
      step_of(*tour), answer, ports_.clock.tick() + config_.plugin_limit,
      back<Result<domain::ProviderReply>>([this, tour](const Result<domain::ProviderReply>& reply) {
        if (!reply) return failed(tour, {.code = reply.error().reason});
        judged(tour, *reply);
      }));
}

void PriceFetcher::judged(const Shared& tour, const domain::ProviderReply& reply) {
  static const std::string kNoWebhook;
  static const Spell kNoAddress = [](const domain::Channel&, std::string_view) -> Result<domain::AddressKey> {
    return Error{.code = Errc::Invalid, .reason = "invalid_address", .detail = "a price has no address"};
  };
  take(tour, read_price_answer(reply,
                               {.channel = tour->account->channel,
                                .webhook = kNoWebhook,
                                .now = ports_.clock.now(),
                                .random = ports_.random,
                                .spell = kNoAddress},
                               tour->question.attempt));
}

void PriceFetcher::told(const Shared& tour, domain::WebhookElement element) {
  const domain::Channel& channel = tour->account->channel;
  ports_.keeper.keep(
      {.id = make_uuid(ports_.clock.now(), ports_.random),
       .tenant = channel.tenant,
       .channel = channel.id,
       .provider = channel.api_provider,
       .headers_json = "[]",
       .elements = {std::move(element)}},
      back<Result<domain::WebhookApplied>>([this, tour](const Result<domain::WebhookApplied>& applied) {
        if (!applied) return failed(tour, {.code = applied.error().reason});
        told_.add();
        // The cost took the question along, unless the answer was known or could not be applied.
        if (applied->applied == 0) return give_up(tour, "price_not_applied");
        ended(tour, true);
      }));
}

void PriceFetcher::not_yet(const Shared& tour) {
  domain::PriceQuestion question = tour->question;
  const auto tries = static_cast<std::size_t>(question.tries++);
  if (tries >= config_.again.size()) return give_up(tour, "no_price");
  not_yet_.add();
  question.failures = 0;
  const Instant at = std::max(question.sent_at + config_.again[tries],
                              ports_.clock.now() + tour->account->traits.price_after.value());
  ports_.book.ask_again(std::move(question), at, back<Result<Done>>([this, tour](const Result<Done>& done) {
                          ended(tour, done.has_value());
                        }));
}

void PriceFetcher::failed(const Shared& tour, const PriceFailure& failure) {
  if (failure.final) return give_up(tour, failure.code);
  const Instant now = ports_.clock.now();
  if (now >= tour->question.sent_at + config_.give_up) return give_up(tour, failure.code);
  failed_.add();
  hold(tour, failure);
  domain::PriceQuestion question = tour->question;
  const auto wait = doubled(config_.first_wait, question.failures++, config_.longest_wait);
  ports_.book.ask_again(std::move(question), now + std::max(wait, failure.wait.value_or(wait)),
                        back<Result<Done>>([this, tour](const Result<Done>&) { ended(tour, false); }));
}

/// Whatever keeps one question from its answer would likely keep the next ones from theirs.
void PriceFetcher::hold(const Shared& tour, const PriceFailure& failure) {
  const std::string& channel = tour->question.message.channel.text;
  Line& line = lines_[channel];
  if (failure.code != line.failure)
    ports_.log.warning("price_not_asked", {{"channel", channel}, {"reason", failure.code}});
  line.failure = failure.code;
  const Tick now = ports_.clock.tick();
  if (line.held_until > now) return;  // begun before the failure that holds it
  const auto wait = doubled(config_.first_hold, line.failures++, config_.longest_hold);
  line.held_until = now + std::max(wait, failure.wait.value_or(wait));
}

void PriceFetcher::give_up(const Shared& tour, const std::string& reason) {
  given_up_.add();
  std::string code = reason;
  cut(code, kLongestPriceReason);
  ports_.log.info("price_given_up", {{"message", tour->question.message.id.text},
                                     {"channel", tour->question.message.channel.text},
                                     {"reason", code}});
  ports_.book.give_up(tour->question.attempt.id, back<Result<Done>>([this, tour](const Result<Done>& done) {
                        ended(tour, done.has_value());
                      }));
}

void PriceFetcher::ended(const Shared& tour, bool stored) {
  under_way_.erase(tour->question.attempt.id.text);
  Line& line = lines_[tour->question.message.channel.text];
  --line.in_flight;
  if (!stored) return;
  line.failures = 0;
  line.failure.clear();
  if (more_ && line.in_flight <= config_.in_flight_of_channel / 2)
    next_look_ = {};  // there is room for others
}

}  // namespace herald::inbound
