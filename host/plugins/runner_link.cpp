#include "host/plugins/runner_link.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

/// Of what a process says went wrong, only these words are repeated.
constexpr std::array<std::string_view, 14> kCallReasons{
    frame::kExhausted, "plugin_failed",    "plugin_threw",      "plugin_no_reason", "plugin_unsupported",
    "plugin_overflow", "not_loadable",     "no_entry",          "exports_more",     "bad_entry",
    "wrong_abi",       "manifest_differs", "missing_interface", "not_confined"};

Error said(const frame::Answer& answer) {
  const bool known = std::ranges::find(kCallReasons, answer.reason) != kCallReasons.end();
  const std::string reason = known ? answer.reason : "plugin_failed";
  const bool callers_fault = reason == "plugin_unsupported";
  return {callers_fault ? Errc::Invalid : Errc::Internal, reason, printable(answer.detail)};
}

Error against_rules(const std::string& found) { return {Errc::Internal, "plugin_garbage", found}; }

Result<std::string> text_of(RecordReads& reads, const frame::Question& question) {
  switch (question.read) {
    case frame::Read::Get:
      return reads.get(question.first, question.second);
    case frame::Read::Query:
      return reads.query(question.first);
    case frame::Read::Count:
      return reads.count(question.first);
  }
  return Error{Errc::Invalid, "bad_frame", "a question of another kind"};
}

frame::Finding found(RecordReads& reads, const frame::Question& question) {
  auto text = text_of(reads, question);
  if (!text)
    return {.bad_question = text.error().code == Errc::Invalid,
            .reason = text.error().reason,
            .detail = text.error().detail};
  if (text->size() > frame::kMostFound)
    return {.bad_question = true,
            .reason = "too_much",
            .detail = "expected records of at most " + std::to_string(frame::kMostFound) +
                      " bytes in the runner, found more; ask for fewer"};
  return {.json = *std::move(text)};
}

Tick steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace

RunnerLink::RunnerLink(RunnerParts parts) : parts_{std::move(parts)}, restarts_{parts_.settings.restarts} {}

Result<Done> RunnerLink::open() { return ensure(steady_now() + parts_.settings.longest_start); }

Error RunnerLink::lost(Error error) {
  process_.reset();
  restarts_.failed(parts_.settings.clock->tick());
  return error;
}

Result<Done> RunnerLink::ensure(Tick until) {
  // A process dies with the thread that started it (RunnerProcess): it serves that thread only.
  if (process_ && !process_->started_here()) process_.reset();
  if (process_) return Done{};
  const auto pause = restarts_.pause(parts_.settings.clock->tick());
  if (pause.count() > 0) {
    Error resting{Errc::Unavailable, "plugin_resting",
                  "the plugin's process failed " + std::to_string(restarts_.failures()) +
                      " times in a row; the next start is in " + std::to_string(pause.count()) + " ms"};
    resting.retry_after_ms = pause.count();
    return resting;
  }
  restarts_.started(parts_.settings.clock->tick());
  const auto& settings = parts_.settings;
  auto started = RunnerProcess::start({settings.executable, parts_.staged, settings.memory_bytes});
  if (!started) return lost(started.error());
  process_ = *std::move(started);
  sequence_ = 0;
  return greet(until);
}

Result<Done> RunnerLink::greet(Tick until) {
  const auto answer = exchange({}, nullptr, until);
  if (!answer) return answer.error();
  if (answer->reason.empty()) return Done{};
  Error refused = said(*answer);
  refused.code = Errc::Invalid;
  return lost(std::move(refused));
}

/// The body of the answer, once all questions before it are answered.
Result<std::string_view> RunnerLink::answer_of(RecordReads* reads, Tick until) {
  for (int asked = 0;; ++asked) {
    const auto got = process_->receive(sequence_, until);
    if (!got) return got.error();
    if (!got->question) return got->body;
    const auto question = frame::read_question(got->body);
    if (!question) return against_rules(question.error().detail);
    if (reads == nullptr) return against_rules("a question in a call that may ask nothing");
    if (asked == kMostQuestions)
      return against_rules("more than " + std::to_string(kMostQuestions) + " questions");
    auto sent = process_->send(frame::encode(sequence_, found(*reads, *question)), until);
    if (!sent) return sent.error();
  }
}

Result<frame::Answer> RunnerLink::exchange(std::string_view request, RecordReads* reads, Tick until) {
  auto sent = process_->send(request, until);
  if (!sent) return lost(sent.error());
  const auto body = answer_of(reads, until);
  if (!body) return lost(body.error());
  auto answer = frame::read_answer(*body);
  if (!answer) return lost(against_rules(answer.error().detail));
  if (parts_.log)
    for (const frame::LogLine& line : answer->log)
      parts_.log(
          static_cast<int>(std::clamp<std::uint32_t>(line.level, HERALD_LOG_DEBUG, HERALD_LOG_WARNING)),
          line.event, line.fields);
  return answer;
}

Result<Reply> RunnerLink::ask(const frame::Call& call, RecordReads* reads) {
  const Tick until = steady_now() + parts_.settings.longest_call;
  auto ready = ensure(until);
  if (!ready) return ready.error();
  frame::Call seeded = call;
  const std::string seed = parts_.random.bytes(frame::kSeedBytes);
  seeded.seed = seed;
  const std::string request = frame::encode(++sequence_, seeded);
  if (request.size() > frame::kMostCall)
    return Error{Errc::TooLarge, "plugin_overflow",
                 "expected a call of at most " + std::to_string(frame::kMostCall) + " bytes, found more"};
  auto answer = exchange(request, reads, until);
  if (!answer) return answer.error();
  if (answer->reason == frame::kExhausted) return lost(said(*answer));
  if (!answer->reason.empty()) return said(*answer);
  return std::move(answer->reply);
}

Result<std::string> RunnerLink::text(const frame::Call& call) {
  auto reply = ask(call);
  if (!reply) return reply.error();
  return std::move(reply->json);
}

}  // namespace herald::plugins
