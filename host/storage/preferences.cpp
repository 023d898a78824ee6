#include "host/storage/preferences.hpp"

#include <algorithm>

#include "host/base/json_text.hpp"
#include "host/storage/step.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

using domain::ContactPreference;
using Kind = domain::IntentVerdict::Kind;

constexpr std::string_view kFindPreference =
    "select id, tenant_id, contact_id, email_address, phone_number, telegram_id, whatsapp_number, "
    "preferred_channel, allow_email, allow_sms, allow_telegram, allow_whatsapp, allow_voice, opt_in_sms, "
    "opt_in_sms_at, opt_in_marketing, opt_in_marketing_at, do_not_contact, do_not_contact_until, "
    "do_not_contact_reason, revision, created_at, updated_at from contact_communication_preference "
    "where tenant_id = ? and contact_id = ? and deleted_at is null";
constexpr std::size_t kPreferenceColumns = 23;

constexpr std::string_view kAddressesOfContact =
    "select a.kind, a.normalised from contact c join contact_address a on a.contact_id = c.id and "
    "a.tenant_id = c.tenant_id where c.tenant_id = ? and c.contact_ref = ? and c.deleted_at is null "
    "order by a.updated_at desc, a.id desc limit 100";

ContactPreference read_preference(const Row& row) {
  return {.id = row[0].text,
          .tenant = domain::TenantId{row[1].text},
          .contact_ref = row[2].text,
          .email_address = row[3].text,
          .phone_number = row[4].text,
          .telegram_id = row[5].text,
          .whatsapp_number = row[6].text,
          .preferred_channel = row[7].text,
          .allow_email = row[8].flag(),
          .allow_sms = row[9].flag(),
          .allow_telegram = row[10].flag(),
          .allow_whatsapp = row[11].flag(),
          .allow_voice = row[12].flag(),
          .opt_in_sms = row[13].flag(),
          .opt_in_sms_at = row[14].instant(),
          .opt_in_marketing = row[15].flag(),
          .opt_in_marketing_at = row[16].instant(),
          .do_not_contact = row[17].flag(),
          .do_not_contact_until = row[18].instant(),
          .do_not_contact_reason = row[19].text,
          .revision = row[20].number(),
          .created_at = row[21].instant().value(),
          .updated_at = row[22].instant().value()};
}

/// As both statements want them, up to `updated_at` and `id`.
Row preference_row(const ContactPreference& p) {
  return {p.email_address,
          p.phone_number,
          p.telegram_id,
          p.whatsapp_number,
          p.preferred_channel,
          int{p.allow_email},
          int{p.allow_sms},
          int{p.allow_telegram},
          int{p.allow_whatsapp},
          int{p.allow_voice},
          int{p.opt_in_sms},
          p.opt_in_sms_at,
          int{p.opt_in_marketing},
          p.opt_in_marketing_at,
          int{p.do_not_contact},
          p.do_not_contact_until,
          p.do_not_contact_reason,
          p.revision,
          p.updated_at,
          p.id};
}

PreferenceState state_of(const ContactPreference& p) {
  return {.revision = p.revision,
          .email = p.allow_email,
          .sms = p.allow_sms,
          .telegram = p.allow_telegram,
          .whatsapp = p.allow_whatsapp,
          .voice = p.allow_voice,
          .do_not_contact = p.do_not_contact,
          .until = p.do_not_contact_until};
}

Row named_cells(const domain::TenantId& tenant, const std::string& contact_ref) {
  return {tenant, contact_ref};
}

/// The id of the contact that bears the caller's name, where there is one by now.
Cell contact_uid(Batch& batch, const ContactPreference& p) {
  const AddressState* named = batch.contacts.find(named_cells(p.tenant, p.contact_ref));
  return named == nullptr ? Cell{} : Cell{named->contact};
}

void add_preference(Batch& batch, ContactPreference& p) {
  p.created_at = batch.now();
  Row row = preference_row(p);
  const Cell uid = contact_uid(batch, p);
  const Cell erasure = uid.null ? Cell{p.contact_ref} : uid;
  row.insert(row.end(), {p.tenant, p.contact_ref, uid, kMessageRetention, erasure, p.created_at});
  batch.insert(kInsertPreference, std::move(row));
}

void journal_preference(Batch& batch, const ContactPreference& p, const domain::PreferenceChange& change) {
  std::string fields;
  for (const std::string& field : change.fields) fields += (fields.empty() ? "" : ",") + quote_json(field);
  batch.journal(
      domain::shard_of(p.id),
      {.type = p.revision == 1 ? "preference.created" : "preference.updated",
       .tenant = p.tenant,
       .actor = change.origin.actor,
       .subject_kind = "preference",
       .subject = p.id,
       .subject_version = p.revision,
       .cause = change.origin.request_id,
       .data_json = "{\"contact_id\":" + quote_json(p.contact_ref) + ",\"fields\":[" + fields + "]}",
       .at = batch.now()});
}

Result<ContactPreference> change_preference(Batch& batch, const domain::PreferenceChange& change) {
  ContactPreference p = change.preference;
  const Row key = named_cells(p.tenant, p.contact_ref);
  const PreferenceState* known = batch.preferences.find(key);
  const std::int64_t revision = known == nullptr ? 0 : known->revision;
  if (p.revision != revision)
    return Error{.code = Errc::Stale,
                 .reason = "revision_changed",
                 .detail = "expected revision " + std::to_string(p.revision) + " of the preferences, found " +
                           std::to_string(revision)};
  ++p.revision;
  p.updated_at = batch.now();
  if (known == nullptr)
    add_preference(batch, p);
  else
    batch.update(kUpdatePreference, preference_row(p));
  batch.preferences.put(key, state_of(p));
  journal_preference(batch, p, change);
  return p;
}

bool allows(const PreferenceState& state, const std::string& channel_type) {
  if (channel_type == "EMAIL") return state.email;
  if (channel_type == "SMS") return state.sms;
  if (channel_type == "TELEGRAM") return state.telegram;
  if (channel_type == "WHATSAPP") return state.whatsapp;
  return channel_type != "VOICE" || state.voice;
}

Kind judge_wish(const PreferenceState* state, const std::string& channel_type, Instant now) {
  if (state == nullptr) return Kind::Go;
  if (state->do_not_contact && (state->until.null || state->until.text > to_sql(now)))
    return Kind::DoNotContact;
  return allows(*state, channel_type) ? Kind::Go : Kind::NotAllowed;
}

}  // namespace

Result<std::optional<ContactPreference>> StoredPreferences::find(const domain::TenantId& tenant,
                                                                 const std::string& contact_ref) {
  return pool_.read<std::optional<ContactPreference>>(
      [&](Connection& db) -> std::optional<ContactPreference> {
        const std::vector<Row> rows = db.query(kFindPreference, kPreferenceColumns, Row{tenant, contact_ref});
        return rows.empty() ? std::nullopt : std::optional{read_preference(rows[0])};
      });
}

Result<std::vector<domain::AddressKey>> StoredPreferences::addresses(const domain::TenantId& tenant,
                                                                     const std::string& contact_ref) {
  return pool_.read<std::vector<domain::AddressKey>>([&](Connection& db) {
    std::vector<domain::AddressKey> out;
    std::ranges::transform(
        db.query(kAddressesOfContact, 2, Row{tenant, contact_ref}), std::back_inserter(out),
        [](const Row& row) { return domain::AddressKey{.kind = row[0].text, .normalised = row[1].text}; });
    return out;
  });
}

void StoredPreferences::change(domain::PreferenceChange change, domain::Completion<ContactPreference> done) {
  // Shared by the two functions of the step.
  const auto shared = std::make_shared<const domain::PreferenceChange>(std::move(change));
  submit_step<ContactPreference>(
      writer_,
      [shared](Batch& batch) {
        const Row key = named_cells(shared->preference.tenant, shared->preference.contact_ref);
        batch.preferences.want(key);
        batch.contacts.want(key);
      },
      [shared](Batch& batch) { return change_preference(batch, *shared); }, std::move(done));
}

void want_preferences(Batch& batch, const domain::Intent& intent) {
  batch.wishes_of.want({intent.contact});
  if (!intent.contact_ref.empty()) batch.preferences.want(named_cells(intent.tenant, intent.contact_ref));
}

Kind wish_of_contact(Batch& batch, const domain::Intent& intent) {
  const Kind own = judge_wish(batch.wishes_of.find({intent.contact}), intent.channel_type, batch.now());
  if (own != Kind::Go || intent.contact_ref.empty()) return own;
  return judge_wish(batch.preferences.find(named_cells(intent.tenant, intent.contact_ref)),
                    intent.channel_type, batch.now());
}

}  // namespace herald::storage
