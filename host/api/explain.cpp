#include "host/api/explain.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

#include "host/api/chosen_by.hpp"
#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

using domain::JournalEntry;
using domain::MessageStatus;

std::string member_in(const json::Document& data, std::string_view name) {
  const auto member = data.member(name);
  if (!member) return {};
  if (const auto number = member->integer()) return std::to_string(*number);
  return member->text().value_or("");
}

std::string after(const std::string& words, const std::string& value) {
  return value.empty() ? "" : words + value;
}

/// `, class auth, code 20003`: what was wrong.
std::string trouble(const json::Document& data) {
  return after(", class ", member_in(data, "class")) + after(", code ", member_in(data, "code"));
}

std::string attempt(const json::Document& data) { return "attempt " + member_in(data, "number"); }

/// Whole units and at least two decimals of an amount in millionths.
std::string decimal(std::int64_t micros) {
  std::string fraction = std::to_string(1'000'000 + micros % 1'000'000).substr(1);
  fraction.resize(std::max<std::size_t>(fraction.find_last_not_of('0') + 1, 2));
  return std::to_string(micros / 1'000'000) + "." + fraction;
}

/// ` 2 segments, a cost of 0.0333 EUR`.
std::string charge_words(const json::Document& data) {
  const std::string segments = member_in(data, "segments");
  const std::string micros = member_in(data, "cost_micros");
  std::string words = segments.empty() ? "" : " " + segments + (segments == "1" ? " segment" : " segments");
  if (micros.empty()) return words;
  if (!words.empty()) words += ",";
  return words + " a cost of " + decimal(std::stoll(micros)) + " " + member_in(data, "currency");
}

/// Who chose the channel.
std::string route_words(const json::Document& data) {
  const std::string route = member_in(data, "route");
  const std::string type = member_in(data, "channel_type");
  if (route == "preference") return ", chosen among those of type " + type + ", which the contact prefers";
  return route == "type" ? ", chosen among those of type " + type : ", as the caller said";
}

/// One entry of the timeline in words.
std::string words_of(const std::string& type, const json::Document& data) {
  if (type == "message.accepted")
    return "accepted for channel " + member_in(data, "channel") + route_words(data);
  if (type == "message.retry_scheduled")
    return attempt(data) + " certainly was not sent" + trouble(data) +
           after(": it is tried again at ", member_in(data, "retry_at"));
  if (type == "message.rerouted")
    return attempt(data) + " over channel " + member_in(data, "from") + " certainly was not sent" +
           trouble(data) + ": it goes on over channel " + member_in(data, "to");
  if (type == "message.unknown")
    return attempt(data) + " may have reached the provider" + trouble(data) +
           after(": it is looked into again at ", member_in(data, "retry_at"));
  if (type == "message.repeated")
    return "sent again, though the first attempt may have arrived: its class allows it";
  if (type == "message.unresolved") return "nobody could find out what became of it; it is not sent again";
  if (type == "message.held")
    return "held" + after(" by ", member_in(data, "plugin")) + after(": ", member_in(data, "reason")) +
           after(", until ", member_in(data, "until"));
  if (type == "message.rejected")
    return "not sent" + after(": ", member_in(data, "reason")) + after(", says ", member_in(data, "plugin"));
  if (type == "message.failed") return "given up" + trouble(data) + after(": ", member_in(data, "reason"));
  if (type == "message.charged") return "its provider told" + charge_words(data);
  if (type == "message.resent") return "sent again as message " + member_in(data, "message");
  return type.substr(type.find('.') + 1);
}

/// What keeps a message that is not at its end. [value]
struct Wait {
  std::string what{};
  std::string until{};  ///< RFC 3339; may be empty
  std::string why{};
};

std::string told(const std::optional<Instant>& at) { return at ? to_rfc3339(*at) : std::string{}; }

/// The last retry that the timeline knows.
std::string retry_time(const std::vector<const JournalEntry*>& timeline) {
  std::string out;
  for (const JournalEntry* entry : timeline)
    if (const auto data = json::parse(entry->event.data_json))
      if (const std::string at = member_in(*data, "retry_at"); !at.empty()) out = at;
  return out;
}

/// In which bucket of the scheduler it is.
Wait bucket_of(const domain::Waiting& waiting) {
  using What = domain::Waiting::What;
  const std::string ahead = std::to_string(waiting.ahead) + " of its channel go before it";
  switch (waiting.what) {
    case What::OtherNode:
      return {"other_node", {}, "another node of this database sends it; ask there for more"};
    case What::Memory:
      return {"memory", {}, "it is loaded when there is room for more of its channel"};
    case What::Due:
      return {"due", told(waiting.until), "it is not time yet"};
    case What::Breaker:
      return {"channel", told(waiting.until),
              "deliveries to its channel are held, since they failed in a row"};
    case What::Pause:
      return {"pause", told(waiting.until), "its provider asked for a pause"};
    case What::Rate:
      return {"rate", told(waiting.until), "its channel's rate; " + ahead};
    case What::Concurrency:
      return {"concurrency", {}, "as many of its channel are under way as may be; " + ahead};
    case What::Turn:
      break;
  }
  return {"turn", {}, "tenants take turns; " + ahead};
}

/// `scheduled.waiting` is absent when the message is being taken up, or the scheduler did not answer.
Wait queued_wait(const domain::Message& message, const std::vector<const JournalEntry*>& timeline,
                 const Scheduled& scheduled) {
  using What = domain::Waiting::What;
  const What what = scheduled.waiting ? scheduled.waiting->what : What::Memory;
  if (scheduled.channel_held && what == What::Memory)
    return {"channel", {}, "deliveries to its channel are held, since they failed in a row"};
  if (message.attempts > 0 && (what == What::Due || !scheduled.waiting))
    return {"retry", retry_time(timeline), message.error_code};
  return scheduled.waiting ? bucket_of(*scheduled.waiting) : Wait{"turn", {}, "tenants take turns"};
}

std::optional<Wait> wait_of(const domain::Message& message, const std::vector<const JournalEntry*>& timeline,
                            const Scheduled& scheduled) {
  switch (message.status) {
    case MessageStatus::Scheduled:
      return Wait{"schedule", told(message.content.schedule_for), "it is not time yet"};
    case MessageStatus::Held:
      return Wait{"policy", told(message.held_until), message.reason};
    case MessageStatus::Queued:
      return queued_wait(message, timeline, scheduled);
    case MessageStatus::Sending:
      return Wait{"provider", {}, "its provider is being called"};
    case MessageStatus::Unknown:
      if (message.reason == "unresolved")
        return Wait{"receipt", {}, "only a receipt can tell what became of it"};
      return Wait{"reconciliation", retry_time(timeline), message.error_code};
    case MessageStatus::Sent:
      return Wait{"receipt", {}, "the provider has it and has not reported its delivery"};
    default:
      return std::nullopt;
  }
}

void write_wait(json::Writer& out, const std::optional<Wait>& wait) {
  if (!wait) {
    out.null("waits_for");
    return;
  }
  out.begin_object("waits_for")
      .text("what", wait->what)
      .text_or_null("until", wait->until)
      .text_or_null("why", wait->why)
      .end_object();
}

std::vector<const JournalEntry*> in_order(const domain::MessageView& view) {
  std::vector<const JournalEntry*> out;
  for (const JournalEntry& entry : view.timeline) out.push_back(&entry);
  std::ranges::sort(out, {}, [](const JournalEntry* entry) { return std::tuple{entry->shard, entry->seq}; });
  return out;
}

}  // namespace

std::string render_explanation(const domain::MessageView& view, const Scheduled& scheduled) {
  const domain::Message& message = view.message;
  const auto timeline = in_order(view);
  const std::string chooser = chosen_by(view);
  json::Writer out;
  out.begin_object().text("message_id", message.id.text).text("status", to_text(message.status));
  out.begin_object("channel")
      .text_or_null("channel_id", message.channel.text)
      .text("chosen_by", chooser.empty() ? "caller" : chooser)
      .boolean("held", scheduled.channel_held)
      .end_object();
  write_wait(out, wait_of(message, timeline, scheduled));
  out.begin_array("decisions");
  for (const JournalEntry* entry : timeline) {
    const auto data = json::parse(entry->event.data_json);
    out.begin_object()
        .text("at", to_rfc3339(entry->event.at))
        .text("type", entry->event.type)
        .text("text", words_of(entry->event.type, data ? *data : json::Document{}))
        .end_object();
  }
  return out.end_array().end_object().take();
}

}  // namespace herald::api
