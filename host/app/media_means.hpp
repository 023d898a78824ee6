#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "host/api/media.hpp"
#include "host/app/config.hpp"
#include "host/base/clock.hpp"
#include "host/dispatch/attached.hpp"
#include "host/media/store.hpp"
#include "host/vault/vault.hpp"

namespace herald::app {

/// Links under which providers fetch files for a day. The link is the sealed text of what it stands for, so
/// that nothing is stored and every node that has the key opens it. [any thread]
class MediaLinks {
 public:
  /// An empty `public_url` makes no links. All outlive this.
  MediaLinks(const vault::Vault& vault, std::string public_url, const Clock& clock)
      : vault_{vault}, public_url_{std::move(public_url)}, clock_{clock} {}
  /// The URL; empty where providers cannot reach us.
  [[nodiscard]] std::string make(const domain::TenantId& tenant, const domain::MediaId& media) const;
  /// Nothing for a link that is not ours, or whose time is over.
  [[nodiscard]] std::optional<api::MediaLink> open(std::string_view link) const;

 private:
  const vault::Vault& vault_;
  std::string public_url_;
  const Clock& clock_;
};

/// The media directory and the links into it. [any thread]
struct MediaMeans {
  /// All outlive this.
  MediaMeans(const Config& config, const vault::Vault& vault, const Clock& clock, Random& random)
      : files{config.media, random}, links{vault, config.public_url, clock} {}
  /// What the dispatcher needs; `gatherer` may be null.
  [[nodiscard]] dispatch::MediaSource source(domain::MediaGatherer* gatherer);

  media::Store files;
  MediaLinks links;
};

}  // namespace herald::app
