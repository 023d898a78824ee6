#pragma once
#include <string>
#include <vector>

#include "host/domain/media.hpp"

namespace herald::intake {

/// The attachments as a message shows and keeps them: `{"url",…}` of those that others have,
/// `{"media_id","content_type","name","size","sha256"}` of those that Herald has. [any thread]
std::string attachments_json(const std::vector<domain::Medium>& media);

}  // namespace herald::intake
