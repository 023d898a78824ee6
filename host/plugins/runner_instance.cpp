#include "host/plugins/runner_instance.hpp"

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

frame::Call frame_of(frame::Verb verb, const ProviderCall& call) {
  return {.verb = verb,
          .tenant = call.tenant.text,
          .op = call.op,
          .input = call.input,
          .bytes = call.bytes,
          .account = call.account,
          .state = call.state};
}

Tick steady_now() { return std::chrono::steady_clock::now(); }

}  // namespace

RunnerInstance::RunnerInstance(RunnerParts parts)
    : parts_{std::move(parts)}, restarts_{parts_.settings.restarts} {}

Result<std::shared_ptr<Instance>> RunnerInstance::open(RunnerParts parts) {
  const Tick until = steady_now() + parts.settings.longest_start;
  auto instance = std::make_shared<RunnerInstance>(std::move(parts));
  auto started = instance->ensure(until);
  if (!started) return started.error();
  return std::shared_ptr<Instance>{std::move(instance)};
}

Error RunnerInstance::lost(Error error) {
  process_.reset();
  restarts_.failed(parts_.settings.clock->tick());
  return error;
}

Result<Done> RunnerInstance::ensure(Tick until) {
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

Result<Done> RunnerInstance::greet(Tick until) {
  const auto answer = exchange(sequence_, {}, until);
  if (!answer) return answer.error();
  if (answer->reason.empty()) return Done{};
  Error refused = said(*answer);
  refused.code = Errc::Invalid;
  return lost(std::move(refused));
}

Result<frame::Answer> RunnerInstance::exchange(std::uint32_t sequence, std::string_view request, Tick until) {
  auto sent = process_->send(request, until);
  if (!sent) return lost(sent.error());
  const auto body = process_->receive(sequence, until);
  if (!body) return lost(body.error());
  auto answer = frame::read_answer(*body);
  if (!answer) return lost({Errc::Internal, "plugin_garbage", answer.error().detail});
  if (parts_.log)
    for (const frame::LogLine& line : answer->log)
      parts_.log(
          static_cast<int>(std::clamp<std::uint32_t>(line.level, HERALD_LOG_DEBUG, HERALD_LOG_WARNING)),
          line.event, line.fields);
  return answer;
}

Result<Reply> RunnerInstance::ask(const frame::Call& call) {
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
  auto answer = exchange(sequence_, request, until);
  if (!answer) return answer.error();
  if (answer->reason == frame::kExhausted) return lost(said(*answer));
  if (!answer->reason.empty()) return said(*answer);
  return std::move(answer->reply);
}

Result<std::string> RunnerInstance::text_of(frame::Call call) {
  auto reply = ask(call);
  if (!reply) return reply.error();
  return std::move(reply->json);
}

Result<std::string> RunnerInstance::descriptor() { return text_of({.verb = frame::Verb::Descriptor}); }

Result<std::string> RunnerInstance::config_schema() { return text_of({.verb = frame::Verb::Schema}); }

Result<std::string> RunnerInstance::validate(std::string_view account) {
  return text_of({.verb = frame::Verb::Validate, .account = account});
}

Result<Reply> RunnerInstance::plan(const ProviderCall& call) {
  return ask(frame_of(frame::Verb::Plan, call));
}

Result<Reply> RunnerInstance::on_response(const ProviderCall& call, const ProviderResponse& response) {
  frame::Call request = frame_of(frame::Verb::OnResponse, call);
  request.status = response.status;
  request.headers_json = response.headers_json;
  request.body = response.body;
  return ask(request);
}

Result<Reply> RunnerInstance::start(const ProviderCall& call) {
  return ask(frame_of(frame::Verb::Start, call));
}

Result<Reply> RunnerInstance::feed(const ProviderCall& call, const StreamHappening& event) {
  frame::Call request = frame_of(frame::Verb::Feed, call);
  request.status = event.kind;
  request.headers_json = event.info;
  request.body = event.bytes;
  return ask(request);
}

}  // namespace herald::plugins
