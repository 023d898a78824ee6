#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace herald::whatsapp {

/// What kind of file a message bears. [value]
struct MediaKind {
  std::string_view wire{};  ///< member of the Cloud API
  std::int64_t most_bytes{};
  std::span<const std::string_view> content_types{};
  bool takes_caption{};
};

/// The kind of that member: image, video, audio, document or sticker; null for any other. [any thread]
/// Source: developers.facebook.com, business-messaging/whatsapp/business-phone-numbers/media.
const MediaKind* media_kind(std::string_view wire);

/// A content type without parameters, in lower case. [any thread]
std::string essence(std::string_view content_type);

/// True when the kind takes files of that content type. [any thread]
bool takes(const MediaKind& kind, std::string_view content_type);

}  // namespace herald::whatsapp
