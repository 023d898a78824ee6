#pragma once
#include <string_view>
#include <vector>

#include "host/domain/media_ports.hpp"
#include "host/intake/send_message.hpp"

namespace herald::api {

inline constexpr std::string_view kNoMedia = "there is no such media";

/// Puts the facts of the tenant's files in the place of their ids. A file that is not there, or not yet, is a
/// problem at /attachments/<n>/media_id. Errors: those of the database. [any thread]
Result<Done> find_media(domain::MediaBook* media, const domain::TenantId& tenant, intake::SendMessage& wish,
                        std::vector<Problem>& problems);

}  // namespace herald::api
