#include "plugins/providers/sendgrid/batch.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/sendgrid/event.hpp"

namespace herald::sendgrid {

std::optional<nlohmann::json> batch_events(std::string_view body, Account::Sharing sharing) {
  const nlohmann::json batch = nlohmann::json::parse(body, nullptr, false);
  if (!batch.is_array()) return std::nullopt;
  nlohmann::json events = nlohmann::json::array();
  for (const nlohmann::json& element : batch) add_events(element, sharing, events);
  return events;
}

}  // namespace herald::sendgrid
