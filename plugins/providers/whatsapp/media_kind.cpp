#include "plugins/providers/whatsapp/media_kind.hpp"

#include <algorithm>
#include <iterator>

#include "plugins/providers/parts/text.hpp"

namespace herald::whatsapp {
namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kMiB = 1024 * kKiB;

constexpr std::string_view kImages[] = {"image/jpeg", "image/png"};
constexpr std::string_view kVideos[] = {"video/mp4", "video/3gpp"};
constexpr std::string_view kAudios[] = {"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"};
constexpr std::string_view kStickers[] = {"image/webp"};
constexpr std::string_view kDocuments[] = {
    "text/plain",
    "application/pdf",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation"};

constexpr MediaKind kKinds[] = {{"image", 5 * kMiB, kImages, true},
                                {"video", 16 * kMiB, kVideos, true},
                                {"audio", 16 * kMiB, kAudios, false},
                                {"document", 100 * kMiB, kDocuments, true},
                                {"sticker", 500 * kKiB, kStickers, false}};

}  // namespace

const MediaKind* media_kind(std::string_view wire) {
  const auto* found = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const MediaKind& one) { return one.wire == wire; });
  return found == std::end(kKinds) ? nullptr : found;
}

std::string essence(std::string_view content_type) {
  return provider::lower(provider::trimmed(content_type.substr(0, content_type.find(';'))));
}

bool takes(const MediaKind& kind, std::string_view content_type) {
  return std::ranges::find(kind.content_types, essence(content_type)) != kind.content_types.end();
}

}  // namespace herald::whatsapp
