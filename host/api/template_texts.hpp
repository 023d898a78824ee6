#pragma once
#include <string>
#include <vector>

#include "host/api/messages.hpp"
#include "host/intake/send_message.hpp"
#include "host/json/document.hpp"

namespace herald::api {

/// A message whose texts a template is to make. Borrowed for the call.
struct TemplateWish {
  const domain::TenantId& tenant;
  const json::Document& body;       ///< of the request
  const std::string& channel_type;  ///< of the channel that will carry it
  intake::SendMessage& wish;        ///< gets the texts
};

/// What stands against it goes to `problems`, with pointers into the body, no_template() among it; other
/// failures are the answer. [any thread]
Result<Done> fill_template(const MessagePorts& ports, TemplateWish made, std::vector<Problem>& problems);

/// The problem of a template that is not there.
Problem no_template();

}  // namespace herald::api
