#include "host/api/preference_body.hpp"

#include <optional>
#include <utility>

#include "host/api/time_member.hpp"
#include "host/json/fields.hpp"
#include "host/json/writer.hpp"

namespace herald::api {
namespace {

using domain::ContactPreference;
using json::Need;

struct AddressMember {
  std::string_view name;
  std::string_view kind;
  std::string ContactPreference::* value;
  std::size_t most;
};

const AddressMember kAddressMembers[] = {
    {"email_address", "email", &ContactPreference::email_address, 320},
    {"phone_number", "phone", &ContactPreference::phone_number, 64},
    {"telegram_id", "telegram", &ContactPreference::telegram_id, 64},
    {"whatsapp_number", "whatsapp", &ContactPreference::whatsapp_number, 64},
};

struct FlagMember {
  std::string_view name;
  bool ContactPreference::* value;
  bool preset;
};

constexpr FlagMember kFlagMembers[] = {
    {"allow_email", &ContactPreference::allow_email, true},
    {"allow_sms", &ContactPreference::allow_sms, true},
    {"allow_telegram", &ContactPreference::allow_telegram, true},
    {"allow_whatsapp", &ContactPreference::allow_whatsapp, true},
    {"allow_voice", &ContactPreference::allow_voice, true},
    {"opt_in_sms", &ContactPreference::opt_in_sms, false},
    {"opt_in_marketing", &ContactPreference::opt_in_marketing, false},
    {"do_not_contact", &ContactPreference::do_not_contact, false},
};

/// One reading of a patch.
class Patch {
 public:
  Patch(ContactPreference before, const json::Document& body) : fields_{body}, out_{std::move(before)} {}

  void read_texts() {
    read_text("preferred_channel", out_.preference.preferred_channel, 16);
    read_text("do_not_contact_reason", out_.preference.do_not_contact_reason, 200);
  }
  void read_flags() {
    for (const FlagMember& member : kFlagMembers) {
      if (!fields_.has(member.name)) continue;
      out_.preference.*member.value = fields_.boolean(member.name, Need::Optional).value_or(member.preset);
      out_.fields.emplace_back(member.name);
    }
  }
  /// What hinders the spelling itself.
  std::optional<Error> read_addresses(const SpellAddress& spell) {
    for (const AddressMember& member : kAddressMembers)
      if (fields_.has(member.name))
        if (auto hindrance = read_address(member, spell)) return hindrance;
    return std::nullopt;
  }
  void read_until() {
    constexpr std::string_view kUntil = "do_not_contact_until";
    ContactPreference& p = out_.preference;
    if (fields_.has(kUntil)) {
      p.do_not_contact_until = read_time(fields_, kUntil);
      if (p.do_not_contact_until && !p.do_not_contact)
        fields_.complain(kUntil, "holds only beside do_not_contact: true");
      out_.fields.emplace_back(kUntil);
    }
    if (p.do_not_contact) return;
    p.do_not_contact_until.reset();
    p.do_not_contact_reason.clear();
  }
  Result<PatchedPreference> finish() {
    if (auto done = fields_.finish(); !done) return std::move(done).error();
    return std::move(out_);
  }

 private:
  void read_text(std::string_view name, std::string& value, std::size_t most) {
    if (!fields_.has(name)) return;
    value = fields_.optional_text(name, {.max = most}).value_or("");
    out_.fields.emplace_back(name);
  }
  std::optional<Error> read_address(const AddressMember& member, const SpellAddress& spell) {
    std::string& value = out_.preference.*member.value;
    value.clear();
    out_.fields.emplace_back(member.name);
    const auto text = fields_.optional_text(member.name, {.min = 1, .max = member.most});
    if (!text || text->empty()) return std::nullopt;
    auto key = spell(member.kind, *text);
    if (!key && key.error().code != Errc::Invalid) return std::move(key).error();
    if (key)
      value = std::move(key->normalised);
    else
      fields_.complain(member.name, key.error().detail);
    return std::nullopt;
  }
  json::Fields fields_;
  PatchedPreference out_;
};

void keep_consent_times(const ContactPreference& before, ContactPreference& after, Instant now) {
  if (after.opt_in_sms && !before.opt_in_sms) after.opt_in_sms_at = now;
  if (after.opt_in_marketing && !before.opt_in_marketing) after.opt_in_marketing_at = now;
}

std::string told_time(const std::optional<Instant>& at) { return at ? to_rfc3339(*at) : std::string{}; }

}  // namespace

Result<PatchedPreference> patch_preference(ContactPreference before, const json::Document& body, Instant now,
                                           const SpellAddress& spell) {
  Patch patch{before, body};
  if (auto hindrance = patch.read_addresses(spell)) return *std::move(hindrance);
  patch.read_texts();
  patch.read_flags();
  patch.read_until();
  auto out = patch.finish();
  if (out) keep_consent_times(before, out->preference, now);
  return out;
}

std::string render_preference(const ContactPreference& p) {
  json::Writer out;
  out.begin_object().text("contact_id", p.contact_ref);
  for (const AddressMember& member : kAddressMembers) out.text_or_null(member.name, p.*member.value);
  out.text_or_null("preferred_channel", p.preferred_channel);
  for (const FlagMember& member : kFlagMembers) out.boolean(member.name, p.*member.value);
  return out.text_or_null("opt_in_sms_at", told_time(p.opt_in_sms_at))
      .text_or_null("opt_in_marketing_at", told_time(p.opt_in_marketing_at))
      .text_or_null("do_not_contact_until", told_time(p.do_not_contact_until))
      .text_or_null("do_not_contact_reason", p.do_not_contact_reason)
      .number("revision", p.revision)
      .text("created_at", to_rfc3339(p.created_at))
      .text("updated_at", to_rfc3339(p.updated_at))
      .end_object()
      .take();
}

}  // namespace herald::api
