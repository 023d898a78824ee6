#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/json/schema.hpp"

namespace herald::intake {

/// Limits on one message; an absent one is no limit. [value]
struct ContentLimits {
  std::optional<std::int64_t> text_chars{};
  std::optional<std::int64_t> text_bytes{};
  std::optional<std::int64_t> subject_chars{};
  std::optional<std::int64_t> html_bytes{};
  std::optional<std::int64_t> attachments{};
  std::optional<std::int64_t> attachment_bytes{};  ///< of each, where its size is stated
  std::optional<std::int64_t> total_bytes{};       ///< texts and attachments together
};

/// What a provider can do on one channel type. [value]
struct ChannelOffer {
  std::string channel_type{};
  std::vector<std::string> message_types{};
  std::string address_kind{};
  ContentLimits limits{};
};

/// The part of a provider's descriptor that decides what may be sent (sdk/README.md). [value]
struct Offer {
  std::string provider{};
  std::vector<ChannelOffer> channels{};
  std::optional<json::Schema> options{};   ///< nothing: any options
  std::vector<Problem> without_options{};  ///< what that schema says about `{}`: worked out once
  /// Null when the provider does not serve the type.
  [[nodiscard]] const ChannelOffer* find(std::string_view channel_type) const;
};

/// Reads a descriptor. Invalid/"bad_descriptor" with every problem. Slow: once per plugin, not per message.
Result<Offer> read_offer(std::string_view descriptor);

}  // namespace herald::intake
