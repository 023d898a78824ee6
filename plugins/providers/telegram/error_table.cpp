#include "plugins/providers/telegram/error_table.hpp"

#include <algorithm>
#include <string>

namespace herald::telegram {
namespace {

// Descriptions are no contract of Telegram's: a part of each is looked for, the more special ones first.
constexpr ErrorRow kRows[] = {
    {400, "frozen_method_invalid", "bot_frozen", Failure::Credentials},
    {400, "upgraded to a supergroup", "group_moved", Failure::InvalidRecipient},
    {400, "chat not found", "chat_not_found", Failure::InvalidRecipient},
    {400, "peer_id_invalid", "chat_not_found", Failure::InvalidRecipient},
    {400, "user not found", "user_not_found", Failure::InvalidRecipient},
    {400, "chat_id is empty", "chat_id_missing", Failure::Content},
    {400, "chat identifier must be a valid integer", "chat_id_invalid", Failure::Content},
    {400, "message text is empty", "text_missing", Failure::Content},
    {400, "text must be non-empty", "text_missing", Failure::Content},
    {400, "message is too long", "text_too_long", Failure::Content},
    {400, "message caption is too long", "caption_too_long", Failure::Content},
    {400, "text is too long", "text_too_long", Failure::Content},
    {400, "can't parse entities", "markup_invalid", Failure::Content},
    {400, "unsupported parse_mode", "markup_invalid", Failure::Content},
    {400, "can't parse", "json_invalid", Failure::Content},
    {400, "failed to get http url content", "url_not_fetched", Failure::Content},
    {400, "wrong http url specified", "url_not_fetched", Failure::Content},
    {400, "wrong file identifier", "file_unknown", Failure::Content},
    {400, "wrong remote file identifier specified", "file_unknown", Failure::Content},
    {400, "file is temporarily unavailable", "file_unavailable", Failure::RetryLater},
    {400, "wrong type of the web page content", "url_media_type", Failure::Content},
    {400, "file is too big", "file_too_big", Failure::Content},
    {400, "photo_invalid_dimensions", "photo_invalid", Failure::Content},
    {400, "image_process_failed", "photo_invalid", Failure::Content},
    {400, "there is no photo in the request", "file_missing", Failure::Content},
    {400, "button_data_invalid", "button_data", Failure::Content},
    {400, "button_url_invalid", "button_url", Failure::Content},
    {400, "reply markup is too long", "buttons_too_long", Failure::Content},
    {400, "not enough rights to send", "no_rights", Failure::InvalidRecipient},
    {400, "have no write access to the chat", "no_rights", Failure::InvalidRecipient},
    {400, "need administrator rights in the channel chat", "no_rights", Failure::InvalidRecipient},
    {400, "chat_write_forbidden", "no_rights", Failure::InvalidRecipient},
    {400, "topic_closed", "topic_closed", Failure::InvalidRecipient},
    {400, "message thread not found", "topic_not_found", Failure::InvalidRecipient},
    {400, "bad webhook", "bad_webhook", Failure::Config},
    {400, "secret token", "webhook_secret", Failure::Config},
    {400, "message to be replied not found", "reply_target_missing", Failure::Content},
    {401, "", "unauthorized", Failure::Credentials},
    {403, "bot was blocked by the user", "bot_blocked", Failure::Blocked},
    {403, "bot was kicked from the", "bot_kicked", Failure::Blocked},
    {403, "bot is not a member of the", "bot_not_member", Failure::Blocked},
    {403, "user is deactivated", "user_deactivated", Failure::InvalidRecipient},
    {403, "bot can't initiate conversation with a user", "never_started", Failure::InvalidRecipient},
    {403, "the group chat was deleted", "group_deleted", Failure::InvalidRecipient},
    {403, "bot can't send messages to the bot", "recipient_is_bot", Failure::InvalidRecipient},
    {403, "", "forbidden", Failure::InvalidRecipient},
    {404, "", "not_found", Failure::Config},
    {406, "frozen_method_invalid", "bot_frozen", Failure::Credentials},
    {409, "webhook is active", "webhook_active", Failure::Conflict},
    {409, "terminated by", "other_poller", Failure::Conflict},
    {409, "", "conflict", Failure::Conflict},
    {413, "", "too_large", Failure::Content},
    {421, "", "misdirected", Failure::Config},
    {429, "", "too_many_requests", Failure::RateLimited},
    {500, "sent message was immediately deleted", "sent_and_deleted", Failure::SentUnseen},
};

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

std::span<const ErrorRow> error_rows() { return kRows; }

ErrorRow error_row(int status, std::string_view description) {
  const std::string text = lower_case(description);
  for (const ErrorRow& row : kRows)
    if (row.status == status && text.find(row.part) != std::string::npos) return row;
  if (status >= 500) return {status, "", "", Failure::RetryLater};
  if (status < 400) return {status, "", "", Failure::Config};
  return {status, "", "", Failure::Content};
}

std::string_view error_class(Failure failure) {
  switch (failure) {
    case Failure::RetryLater:
    case Failure::SentUnseen:
      return "provider_down";
    case Failure::RateLimited:
      return "quota";
    case Failure::Credentials:
      return "auth";
    case Failure::Config:
    case Failure::Conflict:
      return "config";
    case Failure::InvalidRecipient:
      return "invalid_recipient";
    case Failure::Blocked:
      return "blocked";
    case Failure::Content:
      break;
  }
  return "content_rejected";
}

}  // namespace herald::telegram
