#include "plugins/providers/whatsapp/receipt.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"
#include "plugins/providers/whatsapp/graph_error.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kIdBytes = 255;
constexpr std::size_t kReferenceBytes = 64;
constexpr std::size_t kParticipantBytes = 64;

const char* state_of(std::string_view word) {
  if (word == "sent") return "SENT";
  if (word == "delivered") return "DELIVERED";
  if (word == "read" || word == "played") return "READ";
  return word == "failed" ? "FAILED" : nullptr;
}

GraphError first_error(const json& status) {
  const auto list = status.find("errors");
  return list != status.end() && list->is_array() && !list->empty() ? read_graph_error(list->front())
                                                                    : GraphError{};
}

void add_reason(const GraphError& error, Failure failure, json& event) {
  if (failure == Failure::InvalidRecipient) event["state"] = "BOUNCED";
  event["code"] = error.code ? std::to_string(*error.code) : "failed";
  event["class"] = error_class(failure);
  if (const std::string text = shown(error, {}); !text.empty()) event["text"] = text;
}

}  // namespace

json status_events(const json& status, const Digest& digest) {
  const std::string id = text_at(status, "id");
  const std::string word = text_at(status, "status");
  const char* state = state_of(word);
  if (id.empty() || id.size() > kIdBytes || state == nullptr) return json::array();
  const std::string participant = cut(text_at(status, "recipient_participant_id"), kParticipantBytes);
  const std::string suffix = ":" + word + (participant.empty() ? "" : ":" + participant);
  json event{{"kind", "receipt"},
             {"provider_id", id},
             {"state", state},
             {"detail", word},
             {"dedupe_key", event_key(id, suffix, digest)}};
  const std::string attempt_ref = text_at(status, "biz_opaque_callback_data");
  if (!attempt_ref.empty() && attempt_ref.size() <= kReferenceBytes) event["attempt_ref"] = attempt_ref;
  set_time(status, event);
  if (word != "failed") return json::array({std::move(event)});
  const GraphError error = first_error(status);
  const Failure failure = failure_of(error);
  add_reason(error, failure, event);
  json events = json::array({std::move(event)});
  std::string recipient = text_at(status, "recipient_id");
  if (recipient.empty()) recipient = text_at(status, "recipient_user_id");
  if (failure == Failure::OptOut && !recipient.empty())
    events.push_back({{"kind", "opt_out"},
                      {"address", address_of(recipient)},
                      {"dedupe_key", event_key(id, ":opt_out", digest)}});
  return events;
}

}  // namespace herald::whatsapp
