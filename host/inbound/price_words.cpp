#include "host/inbound/price_words.hpp"

#include <algorithm>

#include "host/dispatch/plan.hpp"
#include "host/dispatch/reconcile.hpp"
#include "host/inbound/events.hpp"

namespace herald::inbound {
namespace {

constexpr std::chrono::hours kLongestPriceWait{24};

PriceFailure price_failure_of(const dispatch::Verdict& verdict) {
  PriceFailure failure{.code = verdict.code.empty() ? verdict.kind : verdict.code,
                       .final = verdict.kind == "rejected"};
  if (verdict.after_ms)
    failure.wait = std::clamp<std::chrono::milliseconds>(std::chrono::milliseconds{*verdict.after_ms},
                                                         std::chrono::milliseconds{0}, kLongestPriceWait);
  return failure;
}

bool answers(const domain::WebhookElement& element, const domain::OpenAttempt& asked) {
  if (!element.failed.empty() || !element.receipt || !element.receipt->cost) return false;
  const std::string& ref = element.receipt->attempt_ref;
  return element.receipt->provider_id == asked.provider_id &&
         (ref.empty() || ref == asked.id.text || ref == asked.repeats.text);
}

}  // namespace

PriceStep read_price_plan(const domain::ProviderReply& reply) {
  auto step = dispatch::read_plan(reply);
  if (!step) return PriceFailure{.code = step.error().reason};
  if (const auto* verdict = std::get_if<dispatch::Verdict>(&*step)) return price_failure_of(*verdict);
  auto& planned = std::get<dispatch::Planned>(*step);
  if (planned.commits) return PriceFailure{.code = "bad_plan"};
  return PriceRequest{.request = std::move(planned.request), .state = std::move(planned.state)};
}

PriceStep read_price_answer(const domain::ProviderReply& reply, const EventPlace& place,
                            const domain::OpenAttempt& asked) {
  auto judged = dispatch::read_judgement(reply);
  if (!judged) return PriceFailure{.code = judged.error().reason};
  if (auto* next = std::get_if<dispatch::Continue>(&*judged)) return PriceContinue{std::move(next->state)};
  const auto& verdict = std::get<dispatch::Verdict>(*judged);
  if (verdict.kind != "events") return price_failure_of(verdict);
  auto reading = read_webhook_reply(reply, place);
  if (!reading) return PriceFailure{.code = reading.error().reason};
  auto& elements = std::get<Genuine>(*reading).elements;
  if (elements.empty()) return PriceTold{};
  if (elements.size() > 1 || !answers(elements[0], asked)) return PriceFailure{.code = "bad_price"};
  elements[0].receipt->attempt_ref = asked.id.text;
  return PriceTold{.element = std::move(elements[0])};
}

std::string price_input(const domain::PriceQuestion& question, bool same_ref, Instant now) {
  const domain::OpenAttempt& attempt = question.attempt;
  const bool first = same_ref && !attempt.repeats.empty();
  return dispatch::look_up_input(question.message, attempt, first ? attempt.repeats.text : attempt.id.text,
                                 now);
}

}  // namespace herald::inbound
