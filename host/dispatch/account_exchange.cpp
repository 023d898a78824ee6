#include "host/dispatch/account_exchange.hpp"

#include <algorithm>

#include "host/base/pending.hpp"
#include "host/base/redact.hpp"
#include "host/dispatch/delivery.hpp"

namespace herald::dispatch {
namespace {

constexpr std::chrono::milliseconds kPluginLimit{2'000};

Error too_late(std::string_view who) {
  return {.code = Errc::Timeout,
          .reason = "test_timeout",
          .detail = std::string{who} + " did not answer in time"};
}

domain::AccountFinding finding_of(const Verdict& verdict, int status) {
  const bool usable = verdict.kind == "ok";
  std::string error_class = verdict.error_class;
  if (error_class.empty() && !usable) error_class = verdict.kind == "auth_failed" ? "auth" : "transient";
  return {.usable = usable,
          .kind = verdict.kind,
          .error_class = std::move(error_class),
          .code = verdict.code,
          .text = verdict.text,
          .status = status};
}

/// The carrier's word on a request without a complete answer.
domain::AccountFinding unreachable(const domain::OutboundAnswer& answer) {
  return {.kind = "unreachable", .error_class = "transient", .code = answer.failure, .text = answer.text};
}

}  // namespace

std::chrono::milliseconds AccountExchange::left(const Tour& tour) const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(tour.until - clock_.tick());
  return std::max(left, std::chrono::milliseconds{0});
}

Result<Step> AccountExchange::plan(Tour& tour) const {
  Pending<domain::ProviderReply> pending;
  tour.account.provider->plan(tour.step, clock_.tick() + kPluginLimit, pending.completion());
  const auto reply = pending.wait(std::min(kPluginLimit, left(tour)));
  if (!reply) return too_late("the provider's plugin");
  if (!*reply) return reply->error();
  return read_plan(**reply);
}

Result<domain::OutboundAnswer> AccountExchange::carry(Tour& tour, Planned planned) const {
  if (planned.commits)
    return Error{.code = Errc::Internal,
                 .reason = "bad_plan",
                 .detail = "the provider's plugin wanted to test the account with a request that delivers"};
  if (planned.state) tour.step.state = std::move(*planned.state);
  std::ranges::move(planned.redact, std::back_inserter(tour.redact));
  const std::chrono::milliseconds channel_limit = std::chrono::seconds{tour.account.channel.timeout_seconds};
  const auto longest = std::min({planned.request.timeout, channel_limit, left(tour)});
  planned.request.timeout = std::max(longest, std::chrono::milliseconds{1});
  planned.request.start_by = tour.until;
  Pending<domain::OutboundAnswer> pending;
  carrier_.send(std::move(planned.request), pending.completion());
  const auto answer = pending.wait(left(tour));
  return answer ? *answer : Result<domain::OutboundAnswer>{too_late("the provider")};
}

Result<Judged> AccountExchange::judge(Tour& tour, const domain::OutboundAnswer& answer) const {
  Pending<domain::ProviderReply> pending;
  tour.account.provider->on_response(tour.step, answer, clock_.tick() + kPluginLimit, pending.completion());
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
    if (answer->reached != domain::Reached::Answered) return unreachable(*answer);
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

Result<domain::AccountFinding> AccountExchange::test(const domain::ChannelId& channel,
                                                     std::chrono::milliseconds longest) {
  const auto account = accounts_.open(channel);
  if (!account) return account.error();
  if ((*account)->provider == nullptr)
    return Error{.code = Errc::Unavailable,
                 .reason = "plugin_missing",
                 .detail = "the provider's plugin is not active"};
  Tour tour{.account = **account, .until = clock_.tick() + longest};
  tour.step.tenant = (*account)->channel.tenant;
  tour.step.op = "test_account";
  tour.step.input = "{\"now_ms\":" + std::to_string(clock_.now().time_since_epoch().count()) + "}";
  tour.step.account = (*account)->account_json;
  auto finding = run(tour);
  if (!finding) return finding;
  for (std::string* text : {&finding->code, &finding->text}) {
    hide(*text, (*account)->secrets);
    hide(*text, tour.redact);
  }
  return finding;
}

}  // namespace herald::dispatch
