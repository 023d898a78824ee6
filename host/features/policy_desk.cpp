#include "host/features/policy_desk.hpp"

#include <algorithm>
#include <utility>

#include "host/base/json_text.hpp"
#include "host/features/needs.hpp"
#include "host/features/policy.hpp"
#include "host/features/problem.hpp"

namespace herald::features {
namespace {

using domain::PolicyVerdict;

constexpr std::chrono::seconds kLongestNap{10};

/// A filter that a message has to pass.
struct Ward {
  std::shared_ptr<const Sheet> sheet;  // with the plugin's generation
  const SheetFilter* filter{nullptr};  ///< of the sheet
  bool serves{true};
};

bool unguarded(const Roster& roster) {
  return roster.absent.empty() && std::ranges::none_of(roster.serving, has_policy);
}

void add_wards(std::vector<Ward>& wards, const std::vector<std::shared_ptr<const Sheet>>& sheets,
               const json::Document& message, bool serves) {
  for (const auto& sheet : sheets)
    for (const SheetFilter& filter : sheet->filters) {
      const auto member = filter.when.empty() ? json::Document{} : message.member(filter.when);
      const bool concerns = filter.when.empty() || (member && member->kind() != json::Kind::Null);
      if (filter.stage == Stage::Policy && concerns) wards.push_back({sheet, &filter, serves});
    }
}

json::Document text_document(std::string_view text) {
  const auto read = json::parse(quote_json(text));
  return read ? *read : json::Document{};
}

}  // namespace

struct PolicyDesk::Case {
  domain::TenantId tenant;
  domain::MessageId message;
  Known known;
  Instant at;
  Instant created;
  std::chrono::milliseconds limit;
  std::vector<Ward> wards;
  std::size_t next{0};
  Done done;
};

bool PolicyDesk::idle() { return unguarded(*means_.plugins.roster()); }

void PolicyDesk::judge(const domain::Message& message, Moment moment, Instant at, Done done) {
  const auto roster = means_.plugins.roster();
  if (unguarded(*roster)) return done({});
  const json::Document document = policy_message(message);
  std::vector<Ward> wards;
  add_wards(wards, roster->serving, document, true);
  add_wards(wards, roster->absent, document, false);
  if (wards.empty()) return done({});
  const bool accepting = moment == Moment::Accept;
  auto open = std::make_shared<Case>(Case{.tenant = message.tenant,
                                          .message = message.id,
                                          .known = {{"message", document},
                                                    {"moment", text_document(accepting ? "accept" : "send")},
                                                    {"at", text_document(to_rfc3339(at))}},
                                          .at = at,
                                          .created = message.created_at,
                                          .limit = accepting ? means_.accept_limit : means_.send_limit,
                                          .wards = std::move(wards),
                                          .done = std::move(done)});
  inbox_->put([this, open = std::move(open)] { proceed(open); });
}

Tick PolicyDesk::step(Tick now) {
  for (const auto& task : inbox_->take()) task();
  return now + kLongestNap;
}

void PolicyDesk::proceed(const Open& open) {
  if (open->next == open->wards.size()) return open->done({});
  const Ward& ward = open->wards[open->next];
  if (!ward.serves)
    return unheard(open,
                   {.code = Errc::Unavailable, .reason = "plugin_missing", .detail = "it is not active"});
  auto input = fetch_needs(*ward.filter, open->tenant, open->known, means_.reader);
  if (!input) return unheard(open, input.error());
  means_.plugins.ask({.tenant = open->tenant,
                      .plugin = ward.sheet->plugin,
                      .name = ward.filter->name,
                      .input = *std::move(input),
                      .deadline = open->limit},
                     [this, open, inbox = inbox_](Result<std::string> text) {
                       inbox->put([this, open, text = std::move(text)] { answered(open, text); });
                     });
}

void PolicyDesk::answered(const Open& open, const Result<std::string>& text) {
  if (!text) return unheard(open, text.error());
  const auto answer = read_answer(*text);
  if (!answer) return unheard(open, answer.error());
  auto verdict = read_verdict(*answer, open->at);
  if (!verdict) return unheard(open, verdict.error());
  const Ward& ward = open->wards[open->next++];
  if (verdict->kind == PolicyVerdict::Kind::Allow) return proceed(open);
  verdict->decider = ward.sheet->plugin;
  open->done(*std::move(verdict));
}

/// The plugin hung, crashed, is away, or answered nonsense: its declaration decides.
void PolicyDesk::unheard(const Open& open, const Error& why) {
  const Ward& ward = open->wards[open->next++];
  PolicyVerdict verdict = unanswered(*ward.filter, ward.sheet->plugin, open->created, means_.clock.now());
  means_.log.warning("policy_unanswered", {{"plugin", ward.sheet->plugin},
                                           {"filter", ward.filter->name},
                                           {"message", open->message.text},
                                           {"reason", why.reason}});
  const bool in_time = verdict.kind == PolicyVerdict::Kind::Hold && *verdict.until <= open->at;
  if (verdict.kind == PolicyVerdict::Kind::Allow || in_time) return proceed(open);
  open->done(std::move(verdict));
}

}  // namespace herald::features
