#include <filesystem>
#include <string>
#include <utility>

#include "host/api/live_key.hpp"
#include "host/api/media.hpp"
#include "host/api/media_resource.hpp"
#include "host/api/problems.hpp"
#include "host/api/query.hpp"

namespace herald::api {
namespace {

constexpr std::array<std::string_view, 1> kNames{"name"};

Error no_file() {
  return {.code = Errc::Invalid,
          .reason = "invalid_body",
          .detail = "expected the bytes of a file as the body",
          .problems = {{"", "expected the bytes of a file"}}};
}

/// Another upload of the same bytes was removed between their arrival and this one's commit.
Error bytes_gone() {
  return {.code = Errc::Unavailable,
          .reason = "media_missing",
          .detail = "the same bytes were removed at this moment; upload them again"};
}

}  // namespace

Answer upload_media(const MediaPorts& ports, const Call& call) {
  if (auto live = require_live(call.principal); !live) return std::move(live).error();
  const auto query = read_query(call.request.query, kNames);
  if (!query) return query.error();
  if (!call.request.file) return no_file();
  const domain::TenantId& tenant = call.principal.tenant;
  auto bytes = ports.files.adopt(call.request.file->path(), tenant, call.request.header("Content-Type"),
                                 domain::TypeClaim::Binding);
  if (!bytes) return std::move(bytes).error();
  const Instant now = ports.means.clock.now();
  domain::Medium medium{.id = domain::MediaId{make_uuid(now, ports.means.random)},
                        .tenant = tenant,
                        .media_type = std::string{domain::media_type_of(bytes->content_type)},
                        .name = query->text("name"),
                        .bytes = *std::move(bytes),
                        .expires_at = now + ports.keep_uploads};
  const auto kept = wait_for_commit<domain::Medium>(
      ports.means.commit_deadline, [&](domain::Completion<domain::Medium> done) {
        ports.book.keep(std::move(medium), call.origin(), std::move(done));
      });
  if (!kept) return kept.error();
  if (!std::filesystem::exists(ports.files.path_of(tenant, kept->bytes.digest))) return bytes_gone();
  http::Response response;
  response.status = 201;
  response.headers.push_back({"Location", media_path(kept->id)});
  response.body = render_media(*kept);
  return response;
}

}  // namespace herald::api
