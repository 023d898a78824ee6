#pragma once
#include <vector>

#include "host/intake/offer.hpp"
#include "host/intake/send_message.hpp"

namespace herald::intake {

/// What stands against this content on any channel: a TEXT without text, an IMAGE without attachment …
std::vector<Problem> content_problems(const SendMessage& wish);
/// What stands against it at this provider: its message types, limits and options. Pointers into the body of
/// the request.
std::vector<Problem> provider_problems(const SendMessage& wish, const Offer& offer,
                                       const ChannelOffer& channel);

}  // namespace herald::intake
