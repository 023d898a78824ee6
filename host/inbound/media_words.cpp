#include "host/inbound/media_words.hpp"

#include <algorithm>

#include "host/dispatch/plan.hpp"
#include "host/inbound/texts.hpp"
#include "host/json/document.hpp"
#include "host/json/range.hpp"
#include "host/json/writer.hpp"

namespace herald::inbound {
namespace {

constexpr std::chrono::hours kLongestMediaWait{24};

MediaFailure media_failure_of(const dispatch::Verdict& verdict) {
  MediaFailure failure{.code = verdict.code.empty() ? verdict.kind : verdict.code,
                       .final = verdict.kind == "rejected"};
  if (verdict.after_ms)
    failure.wait = std::clamp<std::chrono::milliseconds>(std::chrono::milliseconds{*verdict.after_ms},
                                                         std::chrono::milliseconds{0}, kLongestMediaWait);
  return failure;
}

MediaStep step_of(const dispatch::Verdict& verdict, const domain::ProviderReply& reply) {
  if (verdict.kind != "media") return media_failure_of(verdict);
  const auto document = json::parse(reply.json);
  const auto said = document ? document->member("verdict") : std::nullopt;
  if (!said) return MediaFailure{.code = "bad_plan"};
  MediaFound found{.content_type = text_of(*said, "content_type"),
                   .name = text_of(*said, "name"),
                   .sha256 = text_of(*said, "sha256")};
  if (const auto range = said->member("range")) {
    const auto bytes = json::range_of(*range, reply.bytes);
    if (!bytes) return MediaFailure{.code = "bad_plan"};
    found.bytes = std::string{*bytes};
  }
  return found;
}

void text_if_known(json::Writer& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.text(name, value);
}

}  // namespace

MediaStep read_media_plan(const domain::ProviderReply& reply) {
  auto step = dispatch::read_plan(reply);
  if (!step) return MediaFailure{.code = step.error().reason};
  if (const auto* verdict = std::get_if<dispatch::Verdict>(&*step)) return step_of(*verdict, reply);
  auto& planned = std::get<dispatch::Planned>(*step);
  if (planned.commits) return MediaFailure{.code = "bad_plan"};
  return MediaRequest{
      .request = std::move(planned.request), .media = planned.media, .state = std::move(planned.state)};
}

MediaStep read_media_answer(const domain::ProviderReply& reply) {
  auto judged = dispatch::read_judgement(reply);
  if (!judged) return MediaFailure{.code = judged.error().reason};
  if (auto* next = std::get_if<dispatch::Continue>(&*judged)) return MediaContinue{std::move(next->state)};
  return step_of(std::get<dispatch::Verdict>(*judged), reply);
}

std::string fetch_media_input(const domain::Medium& medium, Instant now) {
  json::Writer out;
  out.begin_object().number("now_ms", now.time_since_epoch().count()).begin_object("media");
  text_if_known(out, "url", medium.url);
  text_if_known(out, "ref", medium.provider_ref);
  text_if_known(out, "content_type", medium.bytes.content_type);
  text_if_known(out, "name", medium.name);
  if (medium.bytes.size > 0) out.number("size", medium.bytes.size);
  return out.end_object().end_object().take();
}

}  // namespace herald::inbound
