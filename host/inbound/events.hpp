#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "host/base/result.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/domain/ports.hpp"
#include "host/inbound/callback.hpp"
#include "host/inbound/element.hpp"

namespace herald::inbound {

/// The callback is genuine; each thing it tells is one element.
struct Genuine {
  std::vector<domain::WebhookElement> elements{};
  Answer answer{};
};
/// The callback is not genuine, or not for this account. Nothing of it is stored.
struct Refused {
  std::string code{};
  Answer answer{.status = 403};
};

using Reading = std::variant<Genuine, Refused>;

/// Reads the plugin's answer to op `webhook` (sdk/README.md), element by element: a bad one never takes the
/// others with it. Internal/"bad_events" when the answer as a whole cannot be understood; Unavailable when
/// the bytes that came along cannot be kept now.
Result<Reading> read_webhook_reply(const domain::ProviderReply& reply, const EventPlace& place);

/// The input document of op `webhook`. `public_url` may be empty: the plugin then sees the target alone.
std::string webhook_input(const Callback& callback, const std::string& public_url, Instant now);

}  // namespace herald::inbound
