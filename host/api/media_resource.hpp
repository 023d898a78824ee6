#pragma once
#include <string>

#include "host/domain/media.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

std::string media_path(const domain::MediaId& id);
/// Schema Media.
void write_media(json::Writer& writer, const domain::Medium& medium);
std::string render_media(const domain::Medium& medium);

}  // namespace herald::api
