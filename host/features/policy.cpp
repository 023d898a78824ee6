#include "host/features/policy.hpp"

#include <algorithm>
#include <array>

#include "host/features/problem.hpp"
#include "host/json/fields.hpp"
#include "host/json/writer.hpp"

namespace herald::features {
namespace {

using domain::PolicyVerdict;

constexpr std::array<std::string_view, 3> kVerdicts{"allow", "refuse", "hold"};
constexpr std::array<std::string_view, 3> kConductNames{"hold", "refuse", "allow"};
constexpr std::size_t kLongestText = 500;

std::string_view name_of(Conduct conduct) { return kConductNames.at(static_cast<std::size_t>(conduct)); }

Conduct conduct_of(std::string_view name) {
  const auto found = std::ranges::find(kConductNames, name);
  return found == kConductNames.end() ? Conduct::Hold : static_cast<Conduct>(found - kConductNames.begin());
}

void write_texts(json::Writer& out, const domain::MessageContent& content) {
  out.text("channel_type", content.channel_type)
      .text("message_type", content.message_type)
      .text("message_class", content.message_class)
      .text("to_address", content.to_address)
      .text_or_null("from_address", content.from_address)
      .text_or_null("subject", content.subject)
      .text("message_body", content.body)
      .text_or_null("message_html", content.html)
      .text_or_null("reference", content.reference)
      .text_or_null("contact_id", content.contact_ref)
      .text_or_null("lead_id", content.lead_ref)
      .text_or_null("template_id", content.template_id)
      .number("priority", content.priority)
      .text_or_null("schedule_for", content.schedule_for ? to_rfc3339(*content.schedule_for) : "")
      .text_or_null("expires_at", content.expires_at ? to_rfc3339(*content.expires_at) : "")
      .raw("attachments", content.attachments_json)
      .raw("options", content.options_json)
      .raw("metadata", content.metadata_json);
}

}  // namespace

json::Document policy_message(const domain::Message& message) {
  json::Writer out;
  out.begin_object()
      .text("id", message.id.text)
      .text("channel_id", message.channel.text)
      .text("status", to_text(message.status))
      .text("created_at", to_rfc3339(message.created_at))
      .number("attempts_count", message.attempts);
  write_texts(out, message.content);
  const auto read = json::parse(out.end_object().take(), {.bytes = std::size_t{16} << 20U});
  return read ? *read : json::Document{};
}

bool has_policy(const std::shared_ptr<const Sheet>& sheet) {
  return std::ranges::find(sheet->filters, Stage::Policy, &SheetFilter::stage) != sheet->filters.end();
}

bool is_policy_member(std::string_view name) {
  static const std::vector<std::string> names = policy_message({}).names();
  return std::ranges::find(names, name) != names.end();
}

Result<PolicyVerdict> read_verdict(const json::Document& answer, Instant at) {
  const json::Document verdict = answer.member("verdict").value_or(json::Document{});
  json::Fields in{verdict};
  PolicyVerdict out;
  const std::string kind = in.one_of("kind", json::Need::Required, kVerdicts);
  const bool says_no = kind == "refuse" || kind == "hold";
  out.reason =
      in.text("reason", says_no ? json::Need::Required : json::Need::Optional, {.max = kLongestWord});
  if (says_no && !is_word(out.reason)) in.complain("reason", "expected a word of a-z 0-9 _");
  out.text = in.text("text", json::Need::Optional, {.max = kLongestText});
  const std::string until = in.text("until", kind == "hold" ? json::Need::Required : json::Need::Optional);
  if (kind == "refuse") out.kind = PolicyVerdict::Kind::Refuse;
  if (kind == "hold") {
    out.kind = PolicyVerdict::Kind::Hold;
    out.until = from_rfc3339(until);
    if (!out.until || *out.until <= at || *out.until > at + kLongestHold)
      in.complain("until", "expected a time after `at`, at most 366 days later");
    else
      out.until = std::max(*out.until, at + kShortestHold);
  }
  auto done = in.finish();
  if (done) return out;
  Error error = std::move(done).error();
  error.code = Errc::Internal;
  error.reason = "bad_answer";
  return error;
}

PolicyVerdict unanswered(const SheetFilter& filter, const std::string& plugin, Instant created, Instant now) {
  PolicyVerdict out{.reason = "policy_unavailable",
                    .text = "the plugin " + plugin + " could not be asked",
                    .decider = plugin};
  if (filter.conduct == Conduct::Allow) return out;
  out.kind = filter.conduct == Conduct::Refuse ? PolicyVerdict::Kind::Refuse : PolicyVerdict::Kind::Hold;
  if (out.kind == PolicyVerdict::Kind::Hold)
    out.until = now + std::clamp<Instant::duration>((now - created) / 4, kFirstWait, kLongestWait);
  return out;
}

domain::PolicyGuard guard_of(const Sheet& sheet) {
  json::Writer out;
  out.begin_array();
  bool any = false;
  for (const SheetFilter& filter : sheet.filters) {
    if (filter.stage != Stage::Policy) continue;
    any = true;
    out.begin_object().text("name", filter.name).text("when", filter.when);
    out.text("unanswered", name_of(filter.conduct)).end_object();
  }
  return {sheet.plugin, any ? out.end_array().take() : ""};
}

Result<std::shared_ptr<const Sheet>> read_guard(const domain::PolicyGuard& guard) {
  const auto list = json::parse(guard.filters);
  if (!list || list->kind() != json::Kind::Array)
    return Error{.code = Errc::Internal,
                 .reason = "bad_guard",
                 .detail = "expected an array in policy_guard.filters of " + guard.plugin + ", found none"};
  Sheet out{.plugin = guard.plugin};
  const auto text = [](const json::Document& one, std::string_view name) {
    const auto member = one.member(name);
    return member ? member->text().value_or("") : "";
  };
  for (const json::Document& one : list->elements())
    out.filters.push_back({.name = text(one, "name"),
                           .stage = Stage::Policy,
                           .when = text(one, "when"),
                           .conduct = conduct_of(text(one, "unanswered"))});
  return std::make_shared<const Sheet>(std::move(out));
}

}  // namespace herald::features
