#pragma once
#include <string>
#include <vector>

#include "host/domain/media.hpp"
#include "host/inbound/element.hpp"
#include "host/json/document.hpp"

namespace herald::inbound {

/// The event with the bytes that came with it kept: a medium with a `range` gets `stored` instead, which
/// tells where they are. An event without media is as it was. Unavailable when they cannot be kept now.
Result<json::Document> keep_media(const json::Document& event, const EventPlace& place);

/// The files of an inbound message: kept ones, and those that are to be fetched. `list` is `media` of an
/// event that keep_media() has seen.
std::vector<domain::Medium> read_media(const json::Document& list, const EventPlace& place);

/// They as the message shows them: `media_id` and what is known of each.
std::string media_json(const std::vector<domain::Medium>& media);

}  // namespace herald::inbound
