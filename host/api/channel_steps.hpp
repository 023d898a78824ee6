#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/api/channel_draft.hpp"
#include "host/api/channels.hpp"

namespace herald::api {

// What the handlers of channels share. [any thread]

/// The channel that the path names, if it is the caller's: NotFound/"unknown_channel".
Result<domain::Channel> own_channel(const ChannelPorts& ports, const Call& call);

/// A stored channel as the body of the POST that would make it, secrets in clear: never logged or answered.
/// Internal/"secret_unreadable".
Result<json::Document> body_of_channel(const ChannelPorts& ports, const domain::Channel& channel);

/// Everything that stands against a draft: `problems` found before, what its provider's sheet says and, when
/// that finds nothing, the plugin's own opinion without the draft's secrets. Answers the sheet.
Result<std::shared_ptr<const ProviderSheet>> check_draft(const ChannelPorts& ports, const ChannelDraft& draft,
                                                         std::vector<Problem> problems);

/// The draft as it is stored: configuration cut in two, secrets sealed. Id and tenant are set already.
domain::Channel seal_draft(const ChannelPorts& ports, ChannelDraft draft, const ProviderSheet& sheet);

/// 200 with the channel and its ETag.
http::Response show(const ChannelPorts& ports, const domain::Channel& channel);

}  // namespace herald::api
