#pragma once
#include <optional>
#include <string>
#include <vector>

#include "host/domain/media.hpp"
#include "host/domain/ports.hpp"

namespace herald::domain {

/// An inbound file that is to be fetched. [value]
struct MediaFetch {
  Medium medium{};
  ChannelId channel{};  ///< of its message
  int tries{0};         ///< that failed
};

/// Files of tenants, as the database knows them (tables communication_attachment, blob, media_work). [any
/// thread] Errors besides the ones named: Unavailable.
class MediaBook {
 public:
  virtual ~MediaBook() = default;
  /// Records an upload; it is removed at `expires_at` unless messages were made of it by then.
  virtual void keep(Medium medium, Origin origin, Completion<Medium> done) = 0;
  virtual Result<std::optional<Medium>> find(const TenantId& tenant, const MediaId& id) = 0;
  /// Newest first; of one message where `message` is not empty.
  virtual Result<Page<Medium>> list(const TenantId& tenant, const MessageId& message,
                                    const std::string& cursor, int limit) = 0;
  /// Of an upload; answers what was removed. NotFound/"unknown_media"; Conflict/"media_in_use": it belongs to
  /// a message.
  virtual void remove(TenantId tenant, MediaId id, Origin origin, Completion<Medium> done) = 0;
  /// Does anything of the tenant's still have those bytes?
  virtual Result<bool> holds(const TenantId& tenant, const std::string& digest) = 0;
  /// Inbound files that are due to be fetched, the longest first.
  virtual Result<std::vector<MediaFetch>> fetches(Instant now, int limit) = 0;
  /// It has been fetched.
  virtual void fetched(Medium medium, Completion<Done> done) = 0;
  /// It could not be fetched: tried again at `again`, or without it given up for `reason`.
  virtual void not_fetched(Medium medium, std::string reason, std::optional<Instant> again,
                           Completion<Done> done) = 0;
  /// Uploads whose time is over.
  virtual Result<std::vector<Medium>> expired(Instant now, int limit) = 0;
};

/// Brings the files of a message here that so far only have an URL, before it is sent. [any thread]
class MediaGatherer {
 public:
  virtual ~MediaGatherer() = default;
  /// All files of the message, in their order, each with its bytes. `done` runs on a thread of the
  /// gatherer's. Invalid/"attachment_refused": no repetition helps; Unavailable/"attachment_unreachable".
  virtual void gather(TenantId tenant, MessageId message, Completion<std::vector<Medium>> done) = 0;
};

}  // namespace herald::domain
