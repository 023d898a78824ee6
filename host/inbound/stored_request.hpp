#pragma once
#include <string>

#include "host/domain/delivery_ports.hpp"
#include "host/inbound/callback.hpp"

namespace herald::inbound {

/// The headers as they are kept for people: without our own secrets, which some providers send as proof.
std::string kept_headers(const Callback& callback, const domain::ProviderAccount& account);

/// Everything of a callback but its body and path, to be sealed while it waits; and back. A header that is
/// not UTF-8 does not survive. Internal/"bad_stored_request".
std::string pack_request(const Callback& callback);
Result<Callback> unpack_request(const std::string& packed);

/// The call of op `webhook`. `public_url` may be empty: the plugin then sees the target alone; `received_at`
/// is the plugin's clock, so that a callback that had to wait is as fresh as it was.
domain::ProviderStep webhook_step(const Callback& callback, const domain::ProviderAccount& account,
                                  const std::string& public_url, Instant received_at);

}  // namespace herald::inbound
