#pragma once
#include "host/domain/config_ports.hpp"
#include "host/storage/writer.hpp"

namespace herald::storage {

/// Queue a change of a channel; what they answer and refuse stands at domain::Channels.
void submit_update(Writer& writer, domain::ChannelChange change, domain::Completion<domain::Channel> done);
void submit_removal(Writer& writer, domain::ChannelRemoval removal, domain::Completion<Done> done);

}  // namespace herald::storage
