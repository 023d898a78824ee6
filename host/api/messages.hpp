#pragma once
#include <array>
#include <vector>

#include "host/api/channel_order.hpp"
#include "host/api/means.hpp"
#include "host/api/outcome_board.hpp"
#include "host/api/provider_catalog.hpp"
#include "host/api/route.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/exchange.hpp"
#include "host/domain/filter_ports.hpp"
#include "host/domain/media_ports.hpp"
#include "host/domain/policy.hpp"
#include "host/domain/ports.hpp"
#include "host/domain/preference.hpp"
#include "host/domain/shards.hpp"
#include "host/domain/waiting.hpp"

namespace herald::api {

/// What a message is judged by before it is accepted.
struct SendingFacts {
  domain::Channels& channels;
  domain::Accounts& accounts;  ///< only for the default region of national phone numbers
  ProviderCatalog& providers;
  domain::SendFilters* filters{nullptr};             ///< null: no templates
  domain::SendPolicy* policy{nullptr};               ///< null: nothing stands against sending
  domain::MediaBook* media{nullptr};                 ///< null: no files of ours
  ChannelHeld held{};                                ///< empty: no channel's deliveries are known to be held
  domain::ContactPreferences* preferences{nullptr};  ///< null: contacts prefer nothing, no address is known
  domain::WaitingOf waiting{};                       ///< empty: the scheduler is not asked
};

struct MessagePorts {
  domain::Ledger& ledger;
  domain::MessageReader& messages;
  SendingFacts facts;
  OutcomeBoard& outcomes;
  Means means;
  domain::ExchangeReader& exchanges;          ///< an ornament: without it messages are shown all the same
  const domain::NodeShards* shards{nullptr};  ///< whose messages this node makes; null: all
};

Answer send_message(const MessagePorts& ports, const Call& call);
Answer estimate_message(const MessagePorts& ports, const Call& call);
Answer list_messages(const MessagePorts& ports, const Call& call);
Answer show_message(const MessagePorts& ports, const Call& call);
Answer explain_message(const MessagePorts& ports, const Call& call);
Answer cancel_message(const MessagePorts& ports, const Call& call);
Answer resend_message(const MessagePorts& ports, const Call& call);
/// 200 with the message, its attempts and what they exchanged, its timeline, and the ETag of its version.
http::Response show(const MessagePorts& ports, const domain::MessageView& view);
/// What stands against sending, beyond the schema: the channel, the provider's limits, the address.
std::vector<Problem> examine_message(const MessagePorts& ports, const Call& call);

inline constexpr std::array<Parameter, 10> kMessageFilters{{
    {"channel_type", R"({"type":"string","maxLength":16})", "at most 16 characters"},
    {"status", R"({"$ref":"#/$defs/MessageStatus"})", "a message status such as QUEUED, SENT or DELIVERED"},
    {"contact_id", R"({"$ref":"#/$defs/CallerReference"})", "at most 64 characters"},
    {"reference", R"({"type":"string","maxLength":128})", "at most 128 characters"},
    {"channel_id", R"({"$ref":"#/$defs/ChannelId"})", "the id of a channel"},
    {"direction", R"({"enum":["INBOUND","OUTBOUND","INTERNAL"]})", "one of INBOUND, OUTBOUND, INTERNAL"},
    {"lead_id", R"({"$ref":"#/$defs/CallerReference"})", "at most 64 characters"},
    {"session_id", R"({"$ref":"#/$defs/SessionId"})", "the session_id of a message"},
    {"created_from", kTimeSchema, kTimeWanted},
    {"created_to", kTimeSchema, kTimeWanted},
}};

inline constexpr std::array<Route<MessagePorts>, 7> kMessageRoutes{{
    {http::Method::Post,
     "/api/v1/communication/messages",
     with(tenancy::Permission::MessagesSend),
     send_message,
     {.id = "sendMessage",
      .summary = "Accept a message for delivery; Prefer: wait=N waits up to 30 s for its outcome",
      .request = "SendMessage",
      .response = "Message",
      .status = 201,
      .idempotent = true},
     examine_message},
    {http::Method::Post,
     "/api/v1/communication/messages/estimate",
     with(tenancy::Permission::MessagesSend),
     estimate_message,
     {.id = "estimateMessage",
      .summary = "What a message would take, judged as if it were sent; nothing is accepted",
      .request = "SendMessage",
      .response = "MessageEstimate"},
     examine_message},
    {http::Method::Get,
     "/api/v1/communication/messages",
     with(tenancy::Permission::MessagesRead),
     list_messages,
     {.id = "listMessages",
      .summary = "Messages, newest first",
      .response = "MessageList",
      .query = kMessageFilters,
      .paged = true}},
    {http::Method::Get,
     "/api/v1/communication/messages/{message_id}",
     with(tenancy::Permission::MessagesRead),
     show_message,
     {.id = "showMessage", .summary = "A message with its attempts and timeline", .response = "Message"}},
    {http::Method::Get,
     "/api/v1/communication/messages/{message_id}/explain",
     with(tenancy::Permission::MessagesRead),
     explain_message,
     {.id = "explainMessage",
      .summary = "Who chose its channel, what it waits for, and each decision in words",
      .response = "MessageExplanation"}},
    {http::Method::Post,
     "/api/v1/communication/messages/{message_id}/cancel",
     with(tenancy::Permission::MessagesSend),
     cancel_message,
     {.id = "cancelMessage", .summary = "Cancel a message that waits", .response = "Message"}},
    {http::Method::Post,
     "/api/v1/communication/messages/{message_id}/resend",
     with(tenancy::Permission::MessagesSend),
     resend_message,
     {.id = "resendMessage",
      .summary = "Send a message again that certainly did not arrive",
      .request = "ResendMessage",
      .optional_body = true,
      .response = "Message",
      .status = 201,
      .idempotent = true}},
}};

}  // namespace herald::api
