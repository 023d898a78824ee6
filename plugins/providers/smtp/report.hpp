#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include <herald/sdk.hpp>

namespace herald::smtp {

using Digest = std::function<std::string(std::string_view)>;

/// What a mail that came back says of messages of ours: a receipt for each report on an addressee; none for a
/// mail that is no delivery status notification, or tells nothing new. `sha256_hex` makes keys. [any thread]
nlohmann::json report_events(std::string_view mail, const Digest& sha256_hex);

/// Op `webhook`: a raw mail that a local mail server hands over. [any thread]
sdk::Reply plan_webhook(const sdk::Call& call);

}  // namespace herald::smtp
