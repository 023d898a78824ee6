#pragma once
#include <array>

#include "host/api/means.hpp"
#include "host/api/outcome_board.hpp"
#include "host/api/provider_catalog.hpp"
#include "host/api/route.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/ports.hpp"

namespace herald::api {

/// What a message is judged by before it is accepted.
struct SendingFacts {
  domain::Channels& channels;
  domain::Accounts& accounts;  ///< only for the default region of national phone numbers
  ProviderCatalog& providers;
};

struct MessagePorts {
  domain::Ledger& ledger;
  domain::MessageReader& messages;
  SendingFacts facts;
  OutcomeBoard& outcomes;
  Means means;
};

Answer send_message(const MessagePorts& ports, const Call& call);
Answer list_messages(const MessagePorts& ports, const Call& call);
Answer show_message(const MessagePorts& ports, const Call& call);
Answer cancel_message(const MessagePorts& ports, const Call& call);
Answer resend_message(const MessagePorts& ports, const Call& call);

inline constexpr std::array<Route<MessagePorts>, 5> kMessageRoutes{{
    {http::Method::Post, "/api/v1/communication/messages", with(tenancy::Permission::MessagesSend),
     send_message},
    {http::Method::Get, "/api/v1/communication/messages", with(tenancy::Permission::MessagesRead),
     list_messages},
    {http::Method::Get, "/api/v1/communication/messages/{id}", with(tenancy::Permission::MessagesRead),
     show_message},
    {http::Method::Post, "/api/v1/communication/messages/{id}/cancel",
     with(tenancy::Permission::MessagesSend), cancel_message},
    {http::Method::Post, "/api/v1/communication/messages/{id}/resend",
     with(tenancy::Permission::MessagesSend), resend_message},
}};

}  // namespace herald::api
