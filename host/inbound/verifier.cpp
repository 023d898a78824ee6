#include "host/inbound/verifier.hpp"

#include <algorithm>

#include "host/json/document.hpp"

namespace herald::inbound {
namespace {

constexpr int kMostRequests = 4;                 ///< of one verification
constexpr std::size_t kMostKept = 64;            ///< answers
constexpr std::size_t kLargestKept = 64 * 1024;  ///< bytes of a body
constexpr std::chrono::hours kLongestKept{24};
constexpr int kOk = 200;

Error broken(std::string what) {
  return {.code = Errc::Internal, .reason = "bad_plan", .detail = std::move(what)};
}

Error later(std::string reason) {
  return {.code = Errc::Unavailable,
          .reason = std::move(reason),
          .detail = "what the verification needs cannot be had at the moment"};
}

/// The plugin could not find out: the callback is kept until it can.
bool undecided(const dispatch::Verdict& verdict) {
  return verdict.kind == "retry" || verdict.kind == "rate_limited";
}

Result<domain::ProviderReply> ending(const dispatch::Verdict& verdict, domain::ProviderReply reply) {
  if (undecided(verdict)) return later(verdict.code.empty() ? verdict.kind : verdict.code);
  return reply;
}

/// Where the answer to this request is kept; empty where it is asked for each time.
std::string place_of(const dispatch::Planned& planned, const domain::ProviderAccount& account) {
  if (planned.keep.count() <= 0 || planned.request.method != "GET" || !planned.request.body.empty())
    return {};
  return account.channel.api_provider + "\n" + planned.request.url;
}

}  // namespace

std::chrono::milliseconds Verifier::longest() const {
  return config_.request_limit + 2 * config_.plugin_limit + std::chrono::milliseconds{500};
}

void Verifier::verify(domain::ProviderStep step, Account account, Verified done) {
  plan(std::make_shared<Tour>(Tour{.step = std::move(step),
                                   .account = std::move(account),
                                   .done = std::move(done),
                                   .until = ports_.clock.tick() + config_.request_limit}));
}

void Verifier::plan(const Shared& tour) {
  tour->account->provider->plan(
      tour->step, ports_.clock.tick() + config_.plugin_limit,
      [this, tour](Result<domain::ProviderReply> reply) { planned(tour, std::move(reply)); });
}

void Verifier::planned(const Shared& tour, Result<domain::ProviderReply> reply) {
  if (!reply) return tour->done(std::move(reply));
  auto step = dispatch::read_plan(*reply);
  if (!step) return tour->done(step.error());
  if (const auto* verdict = std::get_if<dispatch::Verdict>(&*step))
    return tour->done(ending(*verdict, *std::move(reply)));
  ask(tour, std::get<dispatch::Planned>(std::move(*step)));
}

void Verifier::ask(const Shared& tour, dispatch::Planned planned) {
  if (planned.commits) return tour->done(broken("a request of a webhook must not commit"));
  if (tour->requests++ == kMostRequests) return tour->done(broken("more than 4 requests for one webhook"));
  if (planned.state) tour->step.state = std::move(*planned.state);
  const std::string place = place_of(planned, *tour->account);
  if (const auto kept = recall(place)) return answered(tour, *kept);
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(tour->until - ports_.clock.tick());
  planned.request.timeout = std::clamp(planned.request.timeout, std::chrono::milliseconds{1},
                                       std::max(left, std::chrono::milliseconds{1}));
  planned.request.start_by = tour->until;
  ports_.carrier.send(std::move(planned.request),
                      [this, tour, place, keep_for = planned.keep](const domain::OutboundAnswer& answer) {
                        if (answer.reached != domain::Reached::Answered)
                          return tour->done(later(answer.failure));
                        if (!place.empty()) keep(place, answer, keep_for);
                        answered(tour, answer);
                      });
}

void Verifier::answered(const Shared& tour, const domain::OutboundAnswer& answer) {
  tour->account->provider->on_response(
      tour->step, answer, ports_.clock.tick() + config_.plugin_limit,
      [this, tour](Result<domain::ProviderReply> reply) { judged(tour, std::move(reply)); });
}

void Verifier::judged(const Shared& tour, Result<domain::ProviderReply> reply) {
  if (!reply) return tour->done(std::move(reply));
  auto word = dispatch::read_judgement(*reply);
  if (!word) return tour->done(word.error());
  if (const auto* verdict = std::get_if<dispatch::Verdict>(&*word))
    return tour->done(ending(*verdict, *std::move(reply)));
  tour->step.state = std::get<dispatch::Continue>(std::move(*word)).state;
  plan(tour);
}

std::optional<domain::OutboundAnswer> Verifier::recall(const std::string& place) {
  const std::scoped_lock lock{mutex_};
  const auto found = kept_.find(place);
  if (found == kept_.end() || found->second.until <= ports_.clock.tick()) return std::nullopt;
  return found->second.answer;
}

void Verifier::keep(const std::string& place, const domain::OutboundAnswer& answer,
                    std::chrono::milliseconds time) {
  if (answer.status != kOk || answer.body.size() > kLargestKept) return;
  const Tick now = ports_.clock.tick();
  const std::scoped_lock lock{mutex_};
  std::erase_if(kept_, [&](const auto& each) { return each.second.until <= now; });
  if (kept_.size() >= kMostKept) return;
  kept_[place] = {answer, now + std::min<std::chrono::milliseconds>(time, kLongestKept)};
}

}  // namespace herald::inbound
