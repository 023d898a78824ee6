#pragma once
#include <optional>

#include "host/api/messages.hpp"
#include "host/json/document.hpp"

namespace herald::api {

/// A message that a request asks for. [value]
struct MessageWish {
  json::Document body{};          ///< as of POST /communication/messages
  domain::MessageId resend_of{};  ///< may be empty
};

/// Decides, accepts and answers 201: for every route that makes a message. Idempotency-Key and `Prefer: wait`
/// are honoured. [any thread]
Answer accept_message(const MessagePorts& ports, const Call& call, Result<MessageWish> wish);

}  // namespace herald::api
