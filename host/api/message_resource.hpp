#pragma once
#include <span>
#include <string>

#include "host/domain/exchange.hpp"
#include "host/domain/message.hpp"
#include "host/domain/ports.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

/// The message resource as an object, snake_case, times in RFC 3339. [any thread]
void write_message(json::Writer& writer, const domain::Message& message);
std::string render_message(const domain::Message& message);
/// The same with attempts[] and timeline[], the latter in order of version, shard and seq. `exchanges`: those
/// about the message, newest first.
std::string render_view(const domain::MessageView& view, std::span<const domain::Exchange> exchanges = {});

/// How many segments the message takes as an SMS, as far as it can be told before it is sent; 0 for what is
/// no text message.
int estimated_segments(const domain::MessageContent& content);

/// The message as its POST answered: what a replay shows again, whatever has happened since.
domain::Message as_created(const domain::MessageView& view);

}  // namespace herald::api
