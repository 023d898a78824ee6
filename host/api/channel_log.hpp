#pragma once
#include <array>
#include <span>

#include "host/api/route.hpp"
#include "host/domain/config_ports.hpp"
#include "host/domain/exchange.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

struct ChannelLogPorts {
  domain::Channels& channels;
  domain::MessageReader& messages;
  domain::ExchangeReader& exchanges;
};

/// The exchanges of one channel, newest first.
Answer list_exchanges(const ChannelLogPorts& ports, const Call& call);

inline constexpr std::array<Parameter, 1> kExchangeFilters{{
    {"message_id", R"({"$ref":"#/$defs/MessageId"})", "the id of a message"},
}};

inline constexpr std::array<Route<ChannelLogPorts>, 1> kChannelLogRoutes{{
    {http::Method::Get,
     "/api/v1/communication/channels/{channel_id}/log",
     with(tenancy::Permission::ChannelsRead),
     list_exchanges,
     {.id = "listExchanges",
      .summary = "Exchanges with the provider, newest first",
      .response = "ExchangeList",
      .query = kExchangeFilters,
      .paged = true}},
}};

/// Member `exchange` of an attempt: its last request in short and how many there were; null when none is in
/// the log any more. `all` is newest first and may hold those of other attempts.
void write_exchange_summary(json::Writer& writer, const domain::AttemptId& attempt,
                            std::span<const domain::Exchange> all);

}  // namespace herald::api
