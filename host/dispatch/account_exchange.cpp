#include "host/dispatch/account_exchange.hpp"

#include <algorithm>

#include "host/base/pending.hpp"
#include "host/base/redact.hpp"
#include "host/dispatch/account_finding.hpp"
#include "host/dispatch/delivery.hpp"
#include "host/json/writer.hpp"

namespace herald::dispatch {
namespace {

constexpr std::chrono::milliseconds kPluginLimit{2'000};
/// What the carrier has less than who waits for it: its own end is a finding, the other is not.
constexpr std::chrono::milliseconds kMargin{500};

Error too_late(std::string_view who) {
  return {.code = Errc::Timeout,
          .reason = "test_timeout",
          .detail = std::string{who} + " did not answer in time"};
}

std::string input_of(const domain::AccountQuestion& question, Instant now) {
  json::Writer out;
  out.begin_object().number("now_ms", now.time_since_epoch().count());
  if (!question.callback_url.empty()) out.text("callback_url", question.callback_url);
  return out.end_object().take();
}

}  // namespace

std::chrono::milliseconds AccountExchange::left(const Tour& tour) const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(tour.until - clock_.tick());
  return std::max(left, std::chrono::milliseconds{0});
}

/// The longest that the far side may take.
std::chrono::milliseconds AccountExchange::limit(const Tour& tour) const {
  const std::chrono::milliseconds channel = std::chrono::seconds{tour.account->channel.timeout_seconds};
  return std::max(std::min(channel, left(tour) - kMargin), std::chrono::milliseconds{1});
}

Result<Step> AccountExchange::plan(Tour& tour) const {
  Pending<domain::ProviderReply> pending;
  tour.account->provider->plan(tour.step, clock_.tick() + kPluginLimit, pending.completion());
  const auto reply = pending.wait(std::min(kPluginLimit, left(tour)));
  if (!reply) return too_late("the provider's plugin");
  if (!*reply) return reply->error();
  return read_plan(**reply);
}

Result<domain::OutboundAnswer> AccountExchange::carry(Tour& tour, Planned planned) const {
  if (planned.commits)
    return Error{.code = Errc::Internal,
                 .reason = "bad_plan",
                 .detail = "the provider's plugin planned a request that delivers for " + tour.step.op};
  if (planned.state) tour.step.state = std::move(*planned.state);
  std::ranges::move(planned.redact, std::back_inserter(tour.redact));
  planned.request.timeout = std::min(planned.request.timeout, limit(tour));
  planned.request.start_by = tour.until;
  Pending<domain::OutboundAnswer> pending;
  carriers_.requests.send(std::move(planned.request), pending.completion());
  const auto answer = pending.wait(left(tour));
  return answer ? *answer : Result<domain::OutboundAnswer>{too_late("the provider")};
}

Result<Judged> AccountExchange::judge(Tour& tour, const domain::OutboundAnswer& answer) const {
  Pending<domain::ProviderReply> pending;
  tour.account->provider->on_response(tour.step, answer, clock_.tick() + kPluginLimit, pending.completion());
  const auto reply = pending.wait(kPluginLimit);
  if (!reply) return too_late("the provider's plugin");
  if (!*reply) return reply->error();
  return read_judgement(**reply);
}

Result<domain::AccountFinding> AccountExchange::run(Tour& tour) const {
  for (int request = 0; request < kMostRequests; ++request) {
    auto step = plan(tour);
    if (!step) return step.error();
    if (const auto* verdict = std::get_if<Verdict>(&*step)) return finding_of(*verdict, tour.status);
    const auto answer = carry(tour, std::get<Planned>(std::move(*step)));
    if (!answer) return answer.error();
    if (answer->reached != domain::Reached::Answered) return unreachable_of(answer->failure, answer->text);
    tour.status = answer->status;
    auto judged = judge(tour, *answer);
    if (!judged) return judged.error();
    if (const auto* verdict = std::get_if<Verdict>(&*judged)) return finding_of(*verdict, tour.status);
    tour.step.state = std::get<Continue>(std::move(*judged)).state;
  }
  return Error{.code = Errc::Internal,
               .reason = "endless_exchange",
               .detail = "the provider's plugin planned more than 8 requests"};
}

Result<domain::AccountFinding> AccountExchange::stream(Tour& tour) const {
  Pending<domain::StreamEnd> pending;
  carriers_.streams.run({.account = tour.account,
                         .step = std::move(tour.step),
                         .timeout = limit(tour),
                         .start_by = tour.until,
                         .commit = domain::PointOfNoReturn::Refused},
                        pending.completion());
  auto end = pending.wait(left(tour));
  if (!end) return too_late("the provider");
  if (!*end) return end->error();
  tour.redact = std::move((*end)->redact);
  return finding_of(**end);
}

Result<domain::AccountFinding> AccountExchange::ask(const domain::AccountQuestion& question,
                                                    std::chrono::milliseconds longest) {
  const auto account = accounts_.open(question.channel);
  if (!account) return account.error();
  if ((*account)->provider == nullptr)
    return Error{.code = Errc::Unavailable,
                 .reason = "plugin_missing",
                 .detail = "the provider's plugin is not active"};
  Tour tour{.account = *account, .until = clock_.tick() + longest};
  tour.step.tenant = (*account)->channel.tenant;
  tour.step.op = question.op;
  tour.step.input = input_of(question, clock_.now());
  tour.step.account = (*account)->account_json;
  const bool in_a_session = (*account)->stream != nullptr && question.op == "test_account";
  auto finding = in_a_session ? stream(tour) : run(tour);
  if (!finding) return finding;
  for (std::string* text : {&finding->code, &finding->text}) {
    hide(*text, (*account)->secrets);
    hide(*text, tour.redact);
  }
  return finding;
}

}  // namespace herald::dispatch
