#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace herald::telegram {

/// TEXT, IMAGE, VIDEO, AUDIO, FILE, LOCATION or CONTACT; empty when the message holds nothing that a person
/// said, as when somebody joins a group. [any thread]
std::string content_type(const nlohmann::json& message);

/// The text, the caption, or what stands for it (a sticker's emoji, a venue's title); may be empty.
/// [any thread]
std::string content_text(const nlohmann::json& message);

/// The event's `media`: at most one file, named by the `ref` that op `fetch_media` will take. [any thread]
nlohmann::json content_media(const nlohmann::json& message);

/// Adds what fits neither text nor media: coordinates, a shared contact, an app's data. [any thread]
void add_content(const nlohmann::json& message, nlohmann::json& options);

}  // namespace herald::telegram
