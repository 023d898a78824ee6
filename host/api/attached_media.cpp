#include "host/api/attached_media.hpp"

#include <optional>
#include <string>
#include <utility>

#include "host/base/ids.hpp"

namespace herald::api {
namespace {

/// What keeps the file from being sent.
std::string why_not(const std::optional<domain::Medium>& medium) {
  if (!medium) return std::string{kNoMedia};
  if (medium->bytes.digest.empty())
    return "its bytes are not here: its status is " + std::string{to_text(medium->status)};
  return {};
}

}  // namespace

Result<Done> find_media(domain::MediaBook* media, const domain::TenantId& tenant, intake::SendMessage& wish,
                        std::vector<Problem>& problems) {
  for (std::size_t i = 0; i < wish.attachments.size(); ++i) {
    intake::Attachment& one = wish.attachments[i];
    if (one.media_id.empty()) continue;
    std::optional<domain::Medium> medium;
    if (media != nullptr && is_uuid(one.media_id)) {
      auto found = media->find(tenant, domain::MediaId{one.media_id});
      if (!found) return std::move(found).error();
      medium = *std::move(found);
    }
    if (std::string why = why_not(medium); !why.empty()) {
      problems.push_back({"/attachments/" + std::to_string(i) + "/media_id", std::move(why)});
      continue;
    }
    if (one.name.empty()) one.name = medium->name;
    one.bytes = medium->bytes;
  }
  return Done{};
}

}  // namespace herald::api
