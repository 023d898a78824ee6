#pragma once
#include <string>

#include "host/domain/message.hpp"
#include "host/json/document.hpp"

namespace herald::api {

/// The body of the POST that would make this message again, over that channel (empty: its own). Its reference
/// names the first message for good; its schedule is over; an expiry that has passed says nothing about the
/// second try. [any thread]
Result<json::Document> body_again(const domain::Message& message, const std::string& channel, Instant now);

}  // namespace herald::api
