#include "host/features/event_input.hpp"

#include "host/json/writer.hpp"

namespace herald::features {

std::string event_input(const domain::JournalEntry& entry, int number_of_try, Instant now) {
  const domain::Event& event = entry.event;
  json::Writer out;
  out.begin_object().text("now", to_rfc3339(now)).number("try", number_of_try).begin_object("event");
  out.number("shard", entry.shard)
      .number("seq", entry.seq)
      .text("type", event.type)
      .text("at", to_rfc3339(event.at))
      .text("actor", event.actor)
      .text("subject_kind", event.subject_kind)
      .text("subject", event.subject)
      .number("subject_version", event.subject_version)
      .text("cause", event.cause)
      .number("depth", event.depth)
      .raw("data", event.data_json.empty() ? "null" : event.data_json);
  return out.end_object().end_object().take();
}

}  // namespace herald::features
