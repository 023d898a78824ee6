#pragma once
#include <array>

#include "host/api/means.hpp"
#include "host/api/route.hpp"
#include "host/domain/conversation_ports.hpp"

namespace herald::api {

/// Conversations; the old system calls them sessions.
struct SessionPorts {
  domain::Conversations& conversations;
  domain::MessageReader& messages;
  Means means;
};

Answer list_sessions(const SessionPorts& ports, const Call& call);
Answer show_session(const SessionPorts& ports, const Call& call);
Answer update_session(const SessionPorts& ports, const Call& call);
Answer read_session(const SessionPorts& ports, const Call& call);

inline constexpr std::string_view kYesOrNoSchema = R"({"$ref":"#/$defs/YesOrNo"})";

inline constexpr std::array<Parameter, 9> kSessionFilters{{
    {"channel_type", R"({"type":"string","maxLength":16})", "at most 16 characters"},
    {"status", R"({"$ref":"#/$defs/SessionStatus"})", "a session status such as DELIVERED or COMPLETED"},
    {"agent_id", R"({"$ref":"#/$defs/CallerReference"})", "at most 64 characters"},
    {"lead_id", R"({"$ref":"#/$defs/CallerReference"})", "at most 64 characters"},
    {"contact_id", R"({"$ref":"#/$defs/CallerReference"})", "at most 64 characters"},
    {"direction", R"({"enum":["INBOUND","OUTBOUND","INTERNAL"]})", "one of INBOUND, OUTBOUND, INTERNAL"},
    {"unread", kYesOrNoSchema, "true or false"},
    {"starred", kYesOrNoSchema, "true or false"},
    {"archived", kYesOrNoSchema, "true or false"},
}};

inline constexpr std::array<Route<SessionPorts>, 4> kSessionRoutes{{
    {http::Method::Get,
     "/api/v1/communication/sessions",
     with(tenancy::Permission::ConversationsRead),
     list_sessions,
     {.id = "listSessions",
      .summary = "Conversations, newest activity first",
      .response = "SessionList",
      .query = kSessionFilters,
      .paged = true}},
    {http::Method::Get,
     "/api/v1/communication/sessions/{session_id}",
     with(tenancy::Permission::ConversationsRead),
     show_session,
     {.id = "showSession",
      .summary = "A conversation with its contact and messages, newest first",
      .response = "Session",
      .paged = true}},
    {http::Method::Patch,
     "/api/v1/communication/sessions/{session_id}",
     with(tenancy::Permission::ConversationsManage),
     update_session,
     {.id = "updateSession",
      .summary = "Star, archive, assign or close a conversation, under If-Match if you like",
      .request = "SessionPatch",
      .response = "Session"}},
    {http::Method::Post,
     "/api/v1/communication/sessions/{session_id}/read",
     with(tenancy::Permission::ConversationsManage),
     read_session,
     {.id = "readSession",
      .summary = "Mark what was seen of a conversation as read",
      .request = "SessionReading",
      .optional_body = true,
      .response = "Session"}},
}};

}  // namespace herald::api
