#pragma once
#include <array>
#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

#include "host/api/means.hpp"
#include "host/api/route.hpp"
#include "host/domain/media_ports.hpp"

namespace herald::api {

/// What a link that Herald made for a provider stands for. [value]
struct MediaLink {
  domain::TenantId tenant{};
  domain::MediaId media{};
};

struct MediaPorts {
  domain::MediaBook& book;
  domain::MediaFiles& files;
  domain::MessageReader& messages;
  Means means;
  /// Nothing for a link that is not ours, or whose time is over.
  std::function<std::optional<MediaLink>(std::string_view link)> open_link;
  std::chrono::hours keep_uploads{std::chrono::hours{24 * 7}};  ///< that are not sent
};

Answer upload_media(const MediaPorts& ports, const Call& call);
Answer list_media(const MediaPorts& ports, const Call& call);
Answer show_media(const MediaPorts& ports, const Call& call);
Answer show_media_content(const MediaPorts& ports, const Call& call);
Answer delete_media(const MediaPorts& ports, const Call& call);
/// The bytes, for whoever has the link.
Answer follow_media_link(const MediaPorts& ports, const Call& call);

inline constexpr std::array<Parameter, 1> kUploadParameters{{
    {"name", R"({"type":"string","minLength":1,"maxLength":255,"pattern":"^[^/\\\\\\x00-\\x1f\\x7f]+$"})",
     "a file name of 1 to 255 characters without / and \\"},
}};
inline constexpr std::array<Parameter, 1> kMediaFilters{{
    {"message_id", R"({"$ref":"#/$defs/MessageId"})", "the id of a message"},
}};

inline constexpr std::array<Route<MediaPorts>, 6> kMediaRoutes{{
    {http::Method::Post,
     "/api/v1/communication/media",
     with(tenancy::Permission::MessagesSend),
     upload_media,
     {.id = "uploadMedia",
      .summary = "Upload a file, its bytes as the body and its type as Content-Type",
      .response = "Media",
      .status = 201,
      .query = kUploadParameters,
      .upload = true}},
    {http::Method::Get,
     "/api/v1/communication/media",
     with(tenancy::Permission::MessagesRead),
     list_media,
     {.id = "listMedia",
      .summary = "Files, newest first; those of one message in their order",
      .response = "MediaList",
      .query = kMediaFilters,
      .paged = true}},
    {http::Method::Get,
     "/api/v1/communication/media/{media_id}",
     with(tenancy::Permission::MessagesRead),
     show_media,
     {.id = "showMedia", .summary = "A file", .response = "Media"}},
    {http::Method::Get,
     "/api/v1/communication/media/{media_id}/content",
     with(tenancy::Permission::MessagesRead),
     show_media_content,
     {.id = "showMediaContent", .summary = "The bytes of a file", .download = true}},
    {http::Method::Delete,
     "/api/v1/communication/media/{media_id}",
     with(tenancy::Permission::MessagesSend),
     delete_media,
     {.id = "deleteMedia", .summary = "Remove an upload; messages keep what was sent", .status = 204}},
    {http::Method::Get,
     "/api/v1/communication/media-links/{media_link}",
     kPublic,
     follow_media_link,
     {.id = "followMediaLink", .summary = "The bytes of a file, by a link that expires", .download = true}},
}};

}  // namespace herald::api
