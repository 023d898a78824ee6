#include "host/inbound/poll_words.hpp"

#include <algorithm>

#include "host/dispatch/plan.hpp"
#include "host/inbound/events.hpp"
#include "host/inbound/texts.hpp"
#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::inbound {
namespace {

constexpr std::size_t kLongestCursor = 1024;
constexpr std::size_t kLongestQueue = 512;
constexpr std::chrono::seconds kLongestPoll{120};
constexpr std::chrono::hours kLongestWait{24};

PollFailure failure_of(const dispatch::Verdict& verdict) {
  PollFailure failure{.code = verdict.code.empty() ? verdict.kind : verdict.code};
  if (verdict.after_ms)
    failure.wait = std::clamp<std::chrono::milliseconds>(std::chrono::milliseconds{*verdict.after_ms},
                                                         std::chrono::milliseconds{0}, kLongestWait);
  return failure;
}

}  // namespace

PollPlan read_poll_plan(const domain::ProviderReply& reply) {
  auto step = dispatch::read_plan(reply);
  if (!step) return PollFailure{.code = step.error().reason};
  if (const auto* verdict = std::get_if<dispatch::Verdict>(&*step)) return failure_of(*verdict);
  auto& planned = std::get<dispatch::Planned>(*step);
  const auto document = json::parse(reply.json);
  PollRequest out{.request = std::move(planned.request), .state = std::move(planned.state)};
  if (document) out.queue = text_of(*document, "queue");
  if (planned.commits || out.queue.size() > kLongestQueue) return PollFailure{.code = "bad_plan"};
  out.request.timeout =
      std::clamp<std::chrono::milliseconds>(out.request.timeout, std::chrono::milliseconds{1}, kLongestPoll);
  return out;
}

PollAnswer read_poll_answer(const domain::ProviderReply& reply, const EventPlace& place) {
  auto judged = dispatch::read_judgement(reply);
  if (!judged) return PollFailure{.code = judged.error().reason};
  if (auto* next = std::get_if<dispatch::Continue>(&*judged)) return PollContinue{std::move(next->state)};
  const auto& verdict = std::get<dispatch::Verdict>(*judged);
  if (verdict.kind != "events") return failure_of(verdict);
  auto reading = read_webhook_reply(reply, place);
  if (!reading) return PollFailure{.code = reading.error().reason};
  Polled polled{.elements = std::move(std::get<Genuine>(*reading).elements)};
  if (const auto document = json::parse(reply.json))
    polled.cursor = text_of(*document->member("verdict"), "cursor");
  if (polled.cursor.size() > kLongestCursor) return PollFailure{.code = "bad_cursor"};
  return polled;
}

std::string poll_input(const std::string& cursor, Instant now) {
  json::Writer out;
  out.begin_object().number("now_ms", now.time_since_epoch().count());
  if (!cursor.empty()) out.text("cursor", cursor);
  return out.end_object().take();
}

bool asks_for_polling(const domain::Channel& channel) {
  const auto config = json::parse(channel.config_json);
  const auto poll = config ? config->member("poll") : std::nullopt;
  return channel.active && poll && poll->boolean().value_or(false);
}

}  // namespace herald::inbound
