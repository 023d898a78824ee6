#pragma once
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/plugins/manifest.hpp"
#include "host/plugins/note_reader.hpp"

namespace herald::plugins {

/// An interface as this host was built with it. [value]
struct KnownInterface {
  std::string_view id{};
  std::uint32_t since{};  ///< the minor in which it became stable
  bool stable{};
};

/// The interfaces of this build, from the SDK's headers.
std::vector<KnownInterface> known_interfaces();

/// Whether each interface that the manifest names means the same to both: stable in the minor that the plugin
/// needs, or a draft of the very headers that `host_drafts` names. Unknown ids are none of its business.
/// Errors: Invalid/"draft_differs". [any thread]
Result<Done> check_drafts(const Note& note, const Manifest& manifest,
                          const std::vector<KnownInterface>& known, std::string_view host_drafts);
/// The same for this build.
Result<Done> check_drafts(const Note& note, const Manifest& manifest);

}  // namespace herald::plugins
