#pragma once
#include <string>

#include "host/domain/channel.hpp"
#include "host/domain/delivery_ports.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

/// The channel resource as an object; a secret shows only whether it is set. [any thread]
void write_channel(json::Writer& writer, const domain::Channel& channel);
/// Its members alone, into an object that the caller ends.
void write_channel_members(json::Writer& writer, const domain::Channel& channel);
/// For operators: with the tenant it belongs to.
void write_channel_of_tenant(json::Writer& writer, const domain::Channel& channel);
std::string render_channel(const domain::Channel& channel);
/// With `health`: whether its deliveries are held.
std::string render_channel(const domain::Channel& channel, const domain::ChannelCondition& condition);
/// `"<revision>"`.
std::string channel_etag(const domain::Channel& channel);

}  // namespace herald::api
