#include "host/api/chosen_by.hpp"

#include <algorithm>

#include "host/json/document.hpp"

namespace herald::api {

std::string chosen_by(const domain::MessageView& view) {
  const auto first = std::ranges::find(view.timeline, "message.accepted",
                                       [](const domain::JournalEntry& entry) { return entry.event.type; });
  if (first == view.timeline.end()) return {};
  const auto data = json::parse(first->event.data_json);
  const auto route = data ? data->member("route") : std::nullopt;
  return route ? route->text().value_or("") : "";
}

}  // namespace herald::api
