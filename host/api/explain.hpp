#pragma once
#include <optional>
#include <string>

#include "host/domain/ports.hpp"
#include "host/domain/waiting.hpp"

namespace herald::api {

/// What the scheduler says just now. [value]
struct Scheduled {
  bool channel_held{false};                  ///< deliveries to its channel are held
  std::optional<domain::Waiting> waiting{};  ///< of a message that is QUEUED
};

/// Why a message is where it is, from what is stored about it (schema MessageExplanation): who chose its
/// channel, what it waits for and until when, and each decision in words. Pure. [any thread]
std::string render_explanation(const domain::MessageView& view, const Scheduled& scheduled);

}  // namespace herald::api
