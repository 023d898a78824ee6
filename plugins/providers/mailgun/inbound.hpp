#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "plugins/providers/mailgun/event.hpp"
#include "plugins/providers/mailgun/signature.hpp"
#include "plugins/providers/parts/multipart.hpp"

namespace herald::mailgun {

/// The fields of an application/x-www-form-urlencoded body; the parts own what their bodies point to in
/// `bytes`, which must outlive them. [any thread]
std::vector<provider::Part> form_parts(std::string_view body, std::vector<std::string>& bytes);

/// The seal of a mail: the last of each name, since a header of the mail may bear it too. [any thread]
Seal seal_of(const std::vector<provider::Part>& parts);

/// The events of a mail that a route forwards or stores, parsed or whole (`body-mime`); none without sender
/// and recipient. `bytes` gets what the ranges of its media name. [any thread] Source:
/// documentation.mailgun.com, user-manual/receive-forward-store; api-routes.rst.
nlohmann::json inbound_events(const std::vector<provider::Part>& parts, const Digest& sha256_hex,
                              std::string& bytes);

}  // namespace herald::mailgun
