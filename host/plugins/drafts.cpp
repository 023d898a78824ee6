#include "host/plugins/drafts.hpp"

#include <herald/abi.h>

#include <algorithm>

#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

bool names(const Manifest& manifest, std::string_view id) {
  return std::ranges::find(manifest.interfaces, id) != manifest.interfaces.end() ||
         std::ranges::find(manifest.uses, id) != manifest.uses.end();
}

/// What the plugin's build of `known` had to be.
std::string wanted(const KnownInterface& known, std::string_view host_drafts) {
  const std::string id{known.id};
  if (known.stable) return id + " as of SDK 1." + std::to_string(known.since) + ", where it became stable";
  return "the draft of " + id + " that this host was built with (" + std::string{host_drafts} + ')';
}

std::string met(const Note& note) {
  return "SDK 1." + std::to_string(note.abi_minor_needed) + " with drafts " +
         (note.drafts.empty() ? "of no name" : printable(note.drafts)) +
         "; build the plugin with this host's SDK";
}

}  // namespace

std::vector<KnownInterface> known_interfaces() {
#define HERALD_ROW(id, since, stable) {id, since, (stable) != 0},
  return {HERALD_INTERFACES(HERALD_ROW)};
#undef HERALD_ROW
}

Result<Done> check_drafts(const Note& note, const Manifest& manifest,
                          const std::vector<KnownInterface>& known, std::string_view host_drafts) {
  for (const KnownInterface& each : known) {
    const bool stable_to_both = each.stable && note.abi_minor_needed >= each.since;
    if (names(manifest, each.id) && !stable_to_both && note.drafts != host_drafts)
      return refusal("draft_differs", wanted(each, host_drafts), met(note));
  }
  return Done{};
}

Result<Done> check_drafts(const Note& note, const Manifest& manifest) {
  return check_drafts(note, manifest, known_interfaces(), HERALD_DRAFTS);
}

}  // namespace herald::plugins
