#pragma once
#include <string_view>
#include <vector>

#include "host/domain/media.hpp"
#include "host/domain/message.hpp"
#include "host/storage/batch.hpp"

namespace herald::storage {

/// The columns that make a domain::Medium, of `communication_attachment a left join blob b`.
inline constexpr std::string_view kMediumColumns =
    "a.id, a.tenant_id, a.message_id, a.position, a.media_type, a.file_name, a.content_type, a.size_bytes, "
    "a.url, a.provider_media_id, a.status, a.reason, a.created_at, a.expires_at, b.digest";
inline constexpr std::size_t kMediumColumnCount = 15;
domain::Medium read_medium(const Row& row);

/// The bytes of these files are looked up among the tenant's.
void want_media(Batch& batch, const std::vector<domain::Medium>& media);
/// Adds the row of a file, that of its bytes where the tenant has none yet, and what is to be done about it:
/// to fetch one that is pending, to remove an upload when its time is over.
void add_medium(Batch& batch, const domain::Medium& medium, std::string_view source);
/// Those of a message.
void add_media(Batch& batch, const domain::Message& message, const std::vector<domain::Medium>& media,
               std::string_view source);
/// The row of the bytes: the tenant's, made where there is none.
std::string blob_for(Batch& batch, const domain::Medium& medium, std::string_view source);

}  // namespace herald::storage
