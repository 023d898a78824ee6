#include "plugins/providers/telegram/error_table.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "tests/plugins/telegram/plugin_calls.hpp"

namespace herald::telegram::testing {
namespace {

using nlohmann::json;

/// An error of the API and the verdict that it leads to.
struct TelegramExchange {
  int status;
  const char* description;
  const char* code;
  const char* kind;
  const char* error_class;  ///< of rejected and retry
};

const std::vector<TelegramExchange>& telegram_exchanges() {
  static const std::vector<TelegramExchange> kExchanges{
      {400, "Bad Request: frozen_method_invalid", "bot_frozen", "auth_failed", ""},
      {400, "Bad Request: group chat was upgraded to a supergroup chat", "group_moved", "rejected",
       "invalid_recipient"},
      {400, "Bad Request: chat not found", "chat_not_found", "rejected", "invalid_recipient"},
      {400, "Bad Request: peer_id_invalid", "chat_not_found", "rejected", "invalid_recipient"},
      {400, "Bad Request: user not found", "user_not_found", "rejected", "invalid_recipient"},
      {400, "Bad Request: chat_id is empty", "chat_id_missing", "rejected", "content_rejected"},
      {400, "Bad Request: chat identifier must be a valid integer", "chat_id_invalid", "rejected",
       "content_rejected"},
      {400, "Bad Request: message text is empty", "text_missing", "rejected", "content_rejected"},
      {400, "Bad Request: text must be non-empty", "text_missing", "rejected", "content_rejected"},
      {400, "Bad Request: message is too long", "text_too_long", "rejected", "content_rejected"},
      {400, "Bad Request: message caption is too long", "caption_too_long", "rejected", "content_rejected"},
      {400, "Bad Request: text is too long", "text_too_long", "rejected", "content_rejected"},
      {400, "Bad Request: can't parse entities", "markup_invalid", "rejected", "content_rejected"},
      {400, "Bad Request: unsupported parse_mode", "markup_invalid", "rejected", "content_rejected"},
      {400, "Bad Request: can't parse", "json_invalid", "rejected", "content_rejected"},
      {400, "Bad Request: failed to get http url content", "url_not_fetched", "rejected", "content_rejected"},
      {400, "Bad Request: wrong http url specified", "url_not_fetched", "rejected", "content_rejected"},
      {400, "Bad Request: wrong file identifier", "file_unknown", "rejected", "content_rejected"},
      {400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "bad_webhook", "rejected",
       "config"},
      {400, "Bad Request: secret token contains unallowed characters", "webhook_secret", "rejected",
       "config"},
      {400, "Bad Request: wrong remote file identifier specified", "file_unknown", "rejected",
       "content_rejected"},
      {400, "Bad Request: file is temporarily unavailable", "file_unavailable", "retry", "provider_down"},
      {400, "Bad Request: wrong type of the web page content", "url_media_type", "rejected",
       "content_rejected"},
      {400, "Bad Request: file is too big", "file_too_big", "rejected", "content_rejected"},
      {400, "Bad Request: photo_invalid_dimensions", "photo_invalid", "rejected", "content_rejected"},
      {400, "Bad Request: image_process_failed", "photo_invalid", "rejected", "content_rejected"},
      {400, "Bad Request: there is no photo in the request", "file_missing", "rejected", "content_rejected"},
      {400, "Bad Request: button_data_invalid", "button_data", "rejected", "content_rejected"},
      {400, "Bad Request: button_url_invalid", "button_url", "rejected", "content_rejected"},
      {400, "Bad Request: reply markup is too long", "buttons_too_long", "rejected", "content_rejected"},
      {400, "Bad Request: not enough rights to send", "no_rights", "rejected", "invalid_recipient"},
      {400, "Bad Request: have no write access to the chat", "no_rights", "rejected", "invalid_recipient"},
      {400, "Bad Request: need administrator rights in the channel chat", "no_rights", "rejected",
       "invalid_recipient"},
      {400, "Bad Request: chat_write_forbidden", "no_rights", "rejected", "invalid_recipient"},
      {400, "Bad Request: topic_closed", "topic_closed", "rejected", "invalid_recipient"},
      {400, "Bad Request: message thread not found", "topic_not_found", "rejected", "invalid_recipient"},
      {400, "Bad Request: message to be replied not found", "reply_target_missing", "rejected",
       "content_rejected"},
      {401, "Unauthorized", "unauthorized", "auth_failed", ""},
      {403, "Forbidden: bot was blocked by the user", "bot_blocked", "rejected", "blocked"},
      {403, "Forbidden: bot was kicked from the", "bot_kicked", "rejected", "blocked"},
      {403, "Forbidden: bot is not a member of the", "bot_not_member", "rejected", "blocked"},
      {403, "Forbidden: user is deactivated", "user_deactivated", "rejected", "invalid_recipient"},
      {403, "Forbidden: bot can't initiate conversation with a user", "never_started", "rejected",
       "invalid_recipient"},
      {403, "Forbidden: the group chat was deleted", "group_deleted", "rejected", "invalid_recipient"},
      {403, "Forbidden: bot can't send messages to the bot", "recipient_is_bot", "rejected",
       "invalid_recipient"},
      {403, "Forbidden:  another reason", "forbidden", "rejected", "invalid_recipient"},
      {404, "Not Found", "not_found", "rejected", "config"},
      {406, "Not Acceptable: frozen_method_invalid", "bot_frozen", "auth_failed", ""},
      {409, "Conflict: webhook is active", "webhook_active", "rejected", "config"},
      {409, "Conflict: terminated by", "other_poller", "rejected", "config"},
      {409, "Conflict:  another reason", "conflict", "rejected", "config"},
      {413, "Request Entity Too Large", "too_large", "rejected", "content_rejected"},
      {421, "Misdirected Request", "misdirected", "rejected", "config"},
      {429, "Too Many Requests: retry after 5", "too_many_requests", "rate_limited", ""},
      {500, "Internal Server Error: sent message was immediately deleted", "sent_and_deleted", "unknown",
       ""}};
  return kExchanges;
}

TEST(ErrorTable, GivesEveryExchangeItsVerdict) {
  for (const TelegramExchange& one : telegram_exchanges()) {
    const json out = error_verdict(one.status, one.description);
    EXPECT_EQ(out.at("kind"), one.kind) << one.description;
    EXPECT_EQ(out.at("code"), one.code) << one.description;
    EXPECT_EQ(out.value("class", ""), one.error_class) << one.description;
  }
}

TEST(ErrorTable, HoldsNoRowThatNoExchangeCovers) {
  std::set<std::pair<int, std::string_view>> covered;
  for (const TelegramExchange& one : telegram_exchanges()) {
    const ErrorRow row = error_row(one.status, one.description);
    covered.insert({row.status, row.part});
  }
  for (const ErrorRow& row : error_rows())
    EXPECT_TRUE(covered.contains({row.status, row.part})) << row.status << " " << row.part;
}

}  // namespace
}  // namespace herald::telegram::testing
