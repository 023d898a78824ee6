#include "host/api/preferences.hpp"

#include <utility>

#include "host/api/entity_tag.hpp"
#include "host/api/home_region.hpp"
#include "host/api/preference_body.hpp"
#include "host/api/problems.hpp"
#include "host/base/ids.hpp"
#include "host/base/json_text.hpp"
#include "host/contacts/normalise.hpp"

namespace herald::api {
namespace {

using domain::ContactPreference;

/// How often a change is made anew that another one overtook.
constexpr int kTries = 5;
constexpr std::size_t kMostCharacters = 64;

/// Empty when it may be one.
std::vector<Problem> contact_problems(const std::string& contact_ref) {
  const bool control = contact_ref.find_first_of(std::string_view{"\0\r\n", 3}) != std::string::npos;
  const bool text = is_utf8(contact_ref) && !contact_ref.empty() && !control;
  if (text && json::character_count(contact_ref) <= kMostCharacters) return {};
  return {{"/path/contact_id", "expected 1 to 64 characters on one line, in UTF-8"}};
}

/// Those that are stored, else the presets under revision 0.
Result<ContactPreference> stored_or_preset(const PreferencePorts& ports, const Call& call) {
  auto found = ports.preferences.find(call.principal.tenant, call.params[0]);
  if (!found) return std::move(found).error();
  if (*found) return **std::move(found);
  return ContactPreference{.tenant = call.principal.tenant, .contact_ref = call.params[0]};
}

SpellAddress spelling(const PreferencePorts& ports, const Call& call) {
  return [&](std::string_view kind, const std::string& text) -> Result<domain::AddressKey> {
    const auto region = home_region(ports.accounts, call.principal.tenant, text);
    if (!region) return region.error();
    return contacts::normalise(kind, text, *region);
  };
}

Result<PatchedPreference> patched(const PreferencePorts& ports, const Call& call, ContactPreference before) {
  return patch_preference(std::move(before), call.body, ports.means.clock.now(), spelling(ports, call));
}

Result<ContactPreference> commit(const PreferencePorts& ports, const Call& call, PatchedPreference wish) {
  ContactPreference& p = wish.preference;
  if (p.id.empty()) p.id = make_uuid(ports.means.clock.now(), ports.means.random);
  return wait_for_commit<ContactPreference>(
      ports.means.commit_deadline, [&](domain::Completion<ContactPreference> done) {
        ports.preferences.change({.preference = std::move(wish.preference),
                                  .fields = std::move(wish.fields),
                                  .origin = call.origin()},
                                 std::move(done));
      });
}

http::Response present(const ContactPreference& p, int status) {
  http::Response response;
  response.status = status;
  response.headers.push_back({"ETag", entity_tag(p.revision)});
  response.body = render_preference(p);
  return response;
}

Result<ContactPreference> change_once(const PreferencePorts& ports, const Call& call) {
  auto before = stored_or_preset(ports, call);
  if (!before) return before;
  if (const auto match = read_if_match(call.request, before->revision); !match) return match.error();
  auto wish = patched(ports, call, *std::move(before));
  if (!wish) return std::move(wish).error();
  return commit(ports, call, *std::move(wish));
}

}  // namespace

Answer show_preferences(const PreferencePorts& ports, const Call& call) {
  if (auto problems = contact_problems(call.params[0]); !problems.empty()) return not_found("preferences");
  const auto found = ports.preferences.find(call.principal.tenant, call.params[0]);
  if (!found) return found.error();
  if (!*found) return not_found("preferences");
  return present(**found, 200);
}

std::vector<Problem> examine_preferences(const PreferencePorts& ports, const Call& call) {
  std::vector<Problem> problems = contact_problems(call.params[0]);
  if (call.body.kind() != json::Kind::Object) return problems;
  auto before = stored_or_preset(ports, call);
  if (!before) return problems;
  const auto wish = patched(ports, call, *std::move(before));
  if (!wish) problems.insert(problems.end(), wish.error().problems.begin(), wish.error().problems.end());
  return problems;
}

Answer change_preferences(const PreferencePorts& ports, const Call& call) {
  if (auto problems = contact_problems(call.params[0]); !problems.empty())
    return invalid_body(std::move(problems));
  // A caller who names no revision does not mind what happened in between.
  int tries = !call.request.header("If-Match").empty() ? 1 : kTries;
  for (;;) {
    const auto changed = change_once(ports, call);
    if (changed) return present(*changed, changed->revision == 1 ? 201 : 200);
    if (--tries == 0 || changed.error().code != Errc::Stale) return changed.error();
  }
}

}  // namespace herald::api
