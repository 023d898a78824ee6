#include "host/domain/conversation.hpp"

namespace herald::domain {

std::string_view conversation_status(MessageStatus latest) {
  if (undelivered(latest)) return "FAILED";
  switch (latest) {
    case MessageStatus::Sent:
      return "SENT";
    case MessageStatus::Delivered:
      return "DELIVERED";
    case MessageStatus::Read:
      return "READ";
    default:
      return "INITIATED";
  }
}

}  // namespace herald::domain
