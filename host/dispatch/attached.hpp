#pragma once
#include <functional>
#include <string>
#include <vector>

#include "host/domain/media_ports.hpp"
#include "host/domain/message.hpp"

namespace herald::dispatch {

/// Where the bytes of attachments are, and how a provider gets at them. [value, any thread]
struct MediaSource {
  const domain::MediaFiles* files{nullptr};  ///< null: no files of ours
  domain::MediaGatherer* gatherer{nullptr};  ///< null: what has only an URL stays so
  /// A link to the bytes that works for a while and for everybody; empty where providers cannot reach us.
  std::function<std::string(const domain::TenantId&, const domain::MediaId&)> link{};
};

using domain::AttachedFile;

/// Does it have attachments that are only an URL?
bool has_urls(const domain::Message& message);

/// The message with these files as its attachments: as if all had been uploaded.
domain::Message with_media(domain::Message message, const std::vector<domain::Medium>& media);

/// The files of ours among a message's attachments.
std::vector<AttachedFile> attached_files(const domain::Message& message, const MediaSource& media);

/// The attachments as a plugin sees them (sdk/README.md, `send`).
std::string attachments_input(const domain::Message& message, const MediaSource& media);

}  // namespace herald::dispatch
