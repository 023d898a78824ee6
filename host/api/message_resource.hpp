#pragma once
#include <string>

#include "host/domain/message.hpp"
#include "host/domain/ports.hpp"
#include "host/http/message.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

/// The message resource as an object, snake_case, times in RFC 3339. [any thread]
void write_message(json::Writer& writer, const domain::Message& message);
std::string render_message(const domain::Message& message);
/// The same with attempts[] and timeline[], the latter in order of version, shard and seq.
std::string render_view(const domain::MessageView& view);

/// 200 with the view and the ETag of its version.
http::Response show(const domain::MessageView& view);

/// The message as its POST answered: what a replay shows again, whatever has happened since.
domain::Message as_created(const domain::MessageView& view);

}  // namespace herald::api
