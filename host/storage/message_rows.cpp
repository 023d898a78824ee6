#include "host/storage/message_rows.hpp"

#include "host/storage/charge.hpp"

namespace herald::storage {
namespace {

domain::MessageContent read_content(const Row& row) {
  return {.channel_type = row[22].text,
          .message_type = row[23].text,
          .to_address = row[25].text,
          .from_address = row[26].text,
          .subject = row[27].text,
          .body = row[28].text,
          .html = row[29].text,
          .attachments_json = row[30].text,
          .options_json = row[31].text,
          .metadata_json = row[32].text,
          .message_class = row[24].text,
          .reference = row[33].text,
          .contact_ref = row[34].text,
          .lead_ref = row[35].text,
          .template_id = row[40].text,
          .template_version = row[41].number(),
          .priority = static_cast<int>(row[36].number()),
          .schedule_for = row[37].instant(),
          .expires_at = row[38].instant()};
}

}  // namespace

domain::Message read_message(const Row& row) {
  return {.id = domain::MessageId{row[0].text},
          .tenant = domain::TenantId{row[1].text},
          .shard = static_cast<int>(row[2].number()),
          .channel = domain::ChannelId{row[3].text},
          .contact = domain::ContactId{row[5].text},
          .conversation = domain::ConversationId{row[4].text},
          .resend_of = domain::MessageId{row[39].text},
          .direction = row[6].text,
          .content = read_content(row),
          .status = domain::message_status(row[7].text).value(),
          .reason = row[8].text,
          .error_class = row[9].text,
          .error_code = row[10].text,
          .error_text = row[11].text,
          .provider_id = row[12].text,
          .attempts = static_cast<int>(row[13].number()),
          .segments = static_cast<int>(row[14].number()),
          .version = row[15].number(),
          .created_at = row[16].instant().value(),
          .updated_at = row[17].instant().value(),
          .held_until = row[42].instant(),
          .sent_at = row[18].instant(),
          .delivered_at = row[19].instant(),
          .read_at = row[20].instant(),
          .failed_at = row[21].instant(),
          .cost = cost_in(row[43], row[44])};
}

}  // namespace herald::storage
