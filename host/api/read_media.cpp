#include <array>
#include <cstdint>
#include <filesystem>
#include <utility>

#include "host/api/lists.hpp"
#include "host/api/media.hpp"
#include "host/api/media_resource.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 1> kMediaFilterNames{"message_id"};

Result<domain::Medium> own_media(const MediaPorts& ports, const domain::TenantId& tenant,
                                 const std::string& id) {
  if (!is_uuid(id)) return not_found("media");
  auto found = ports.book.find(tenant, domain::MediaId{id});
  if (!found) return std::move(found).error();
  if (!*found) return not_found("media");
  return **std::move(found);
}

/// RFC 6266 with RFC 8187: percent-encoded but for what every client takes.
std::string disposition(const std::string& name) {
  if (name.empty()) return "attachment";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = "attachment; filename*=UTF-8''";
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '.' || c == '-' || c == '_';
    if (plain) {
      out.push_back(c);
    } else {
      out.push_back('%');
      out.push_back(kHex[byte >> 4U]);
      out.push_back(kHex[byte & 15U]);
    }
  }
  return out;
}

/// Somebody else's bytes, which no browser shall run in our name.
Answer serve(const MediaPorts& ports, const domain::Medium& medium) {
  if (medium.bytes.digest.empty())
    return Error{.code = Errc::Conflict,
                 .reason = "media_not_stored",
                 .detail = "its bytes are not here: its status is " + std::string{to_text(medium.status)}};
  const std::string path = ports.files.path_of(medium.tenant, medium.bytes.digest);
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error || size != static_cast<std::uintmax_t>(medium.bytes.size))
    return Error{.code = Errc::Unavailable,
                 .reason = "media_missing",
                 .detail = "its bytes are not in the media directory of this node"};
  return http::Response{.content_type = medium.bytes.content_type,
                        .headers = {{"Content-Disposition", disposition(medium.name)},
                                    {"X-Content-Type-Options", "nosniff"},
                                    {"Content-Security-Policy", "default-src 'none'; sandbox"},
                                    {"ETag", "\"" + medium.bytes.digest + "\""},
                                    {"Cache-Control", "private, no-transform"}},
                        .file = path,
                        .file_size = size};
}

}  // namespace

Answer list_media(const MediaPorts& ports, const Call& call) {
  const auto query = read_query(call.request.query, kMediaFilterNames);
  if (!query) return query.error();
  const CursorScope scope{"media", call.principal.tenant};
  const auto cursor = decode_cursor(scope, query->text("cursor"));
  if (!cursor) return cursor.error();
  const domain::MessageId message{query->text("message_id")};
  if (!message.empty()) {
    const auto found = is_uuid(message.text) ? ports.messages.find(call.principal.tenant, message)
                                             : Result<domain::MessageView>{not_found("message")};
    if (!found) return found.error();
  }
  const auto page = ports.book.list(call.principal.tenant, message, *cursor, query->limit);
  if (!page) return page.error();
  return render_list(*page, scope, write_media);
}

Answer show_media(const MediaPorts& ports, const Call& call) {
  const auto medium = own_media(ports, call.principal.tenant, call.params[0]);
  if (!medium) return medium.error();
  http::Response response;
  response.body = render_media(*medium);
  return response;
}

Answer show_media_content(const MediaPorts& ports, const Call& call) {
  const auto medium = own_media(ports, call.principal.tenant, call.params[0]);
  return medium ? serve(ports, *medium) : Answer{medium.error()};
}

Answer follow_media_link(const MediaPorts& ports, const Call& call) {
  const auto link = ports.open_link(call.params[0]);
  if (!link) return not_found("media_link");
  const auto medium = own_media(ports, link->tenant, link->media.text);
  return medium ? serve(ports, *medium) : Answer{not_found("media_link")};
}

Answer delete_media(const MediaPorts& ports, const Call& call) {
  if (!is_uuid(call.params[0])) return not_found("media");
  const auto removed = wait_for_commit<domain::Medium>(
      ports.means.commit_deadline, [&](domain::Completion<domain::Medium> done) {
        ports.book.remove(call.principal.tenant, domain::MediaId{call.params[0]}, call.origin(),
                          std::move(done));
      });
  if (!removed) return removed.error();
  if (const auto held = ports.book.holds(removed->tenant, removed->bytes.digest); held && !*held)
    ports.files.remove(removed->tenant, removed->bytes.digest);
  return http::Response{204, "", {}, ""};
}

}  // namespace herald::api
