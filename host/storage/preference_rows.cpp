#include <span>

#include "host/storage/selects.hpp"
#include "host/storage/tables.hpp"

namespace herald::storage {
namespace {

/// From the revision on.
PreferenceState preference_state(std::span<const Cell> row) {
  return {.revision = row[0].number(),
          .email = row[1].flag(),
          .sms = row[2].flag(),
          .telegram = row[3].flag(),
          .whatsapp = row[4].flag(),
          .voice = row[5].flag(),
          .do_not_contact = row[6].flag(),
          .until = row[7]};
}

}  // namespace

const KeyedSelect kSelectPreference{
    .head =
        "select p.tenant_id, p.contact_id, p.revision, p.allow_email, p.allow_sms, p.allow_telegram, "
        "p.allow_whatsapp, p.allow_voice, p.do_not_contact, p.do_not_contact_until from "
        "contact_communication_preference p where p.deleted_at is null and (p.tenant_id, p.contact_id) in ",
    .group = "(?,?)",
    .keys = 2,
    .columns = 10,
    .locks = true};

/// By our id of the contact, whatever the caller called it.
const KeyedSelect kSelectWishOfContact{
    .head =
        "select c.id, p.revision, p.allow_email, p.allow_sms, p.allow_telegram, p.allow_whatsapp, "
        "p.allow_voice, p.do_not_contact, p.do_not_contact_until from contact c "
        "join contact_communication_preference p on p.tenant_id = c.tenant_id and "
        "p.contact_id = c.contact_ref where p.deleted_at is null and c.id in ",
    .group = "?",
    .keys = 1,
    .columns = 9};

std::pair<Row, PreferenceState> read_preference_state(const Row& row) {
  return {{row[0], row[1]}, preference_state(std::span{row}.subspan<2>())};
}

std::pair<Row, PreferenceState> read_wish_of_contact(const Row& row) {
  return {{row[0]}, preference_state(std::span{row}.subspan<1>())};
}

const Insert kInsertPreference{
    .order = 25,
    .head =
        "insert into contact_communication_preference (email_address, phone_number, telegram_id, "
        "whatsapp_number, preferred_channel, allow_email, allow_sms, allow_telegram, allow_whatsapp, "
        "allow_voice, opt_in_sms, opt_in_sms_at, opt_in_marketing, opt_in_marketing_at, do_not_contact, "
        "do_not_contact_until, do_not_contact_reason, revision, updated_at, id, tenant_id, contact_id, "
        "contact_uid, retention_class, erasure_key, created_at) values ",
    .group = "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"};

const Update kUpdatePreference{
    .table = "contact_communication_preference",
    .key = "id",
    .set = {"email_address", "phone_number", "telegram_id", "whatsapp_number", "preferred_channel",
            "allow_email", "allow_sms", "allow_telegram", "allow_whatsapp", "allow_voice", "opt_in_sms",
            "opt_in_sms_at", "opt_in_marketing", "opt_in_marketing_at", "do_not_contact",
            "do_not_contact_until", "do_not_contact_reason", "revision", "updated_at"}};

}  // namespace herald::storage
