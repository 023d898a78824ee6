#include "host/dispatch/judge_stream.hpp"

namespace herald::dispatch {
namespace {

using domain::Reached;

/// The verdict in the terms of an HTTP exchange, as far as the health of the channel is concerned.
int status_of(const Verdict& verdict, const domain::StreamEnd& end) {
  if (end.reached != Reached::Answered) return 0;
  return verdict.error_class == "provider_down" ? 503 : 200;
}

Conclusion judge_word(Verdict verdict, const domain::StreamEnd& end) {
  if (!end.committed) {
    if (verdict.kind != "accepted") return judge_verdict(verdict, status_of(verdict, end), Commits::No);
    return judge_failure({.code = Errc::Internal,
                          .reason = "bad_actions",
                          .detail = "the provider plugin said accepted before its point of no return"},
                         Commits::No);
  }
  const int status = status_of(verdict, end);
  if (!end.answered) verdict.kind = "unknown";
  return judge_verdict(verdict, status, Commits::Yes);
}

}  // namespace

Conclusion judge_stream(const domain::StreamEnd& end) {
  const Commits commits = end.committed ? Commits::Yes : Commits::No;
  if (end.plugin_failure) return judge_failure(*end.plugin_failure, commits);
  if (!end.verdict) {
    const Reached reached = end.reached == Reached::NotStarted ? Reached::NotStarted : Reached::Began;
    return judge_transport({.reached = reached, .failure = end.failure, .text = end.text}, commits);
  }
  auto step = read_plan({.json = R"({"verdict":)" + *end.verdict + "}"});
  if (!step) return judge_failure(step.error(), commits);
  return judge_word(std::get<Verdict>(*std::move(step)), end);
}

}  // namespace herald::dispatch
