#pragma once
#include <herald/sdk.hpp>

namespace herald::vonage {

/// Op `fetch_media`: asks for the file behind an URL of an inbound message; Vonage's own hosts get a token of
/// the application, all others nothing. [any thread]
/// Source: developer.vonage.com, messages/concepts/inbound-media.
sdk::Reply plan_fetch(const sdk::Call& call);
sdk::Reply judge_fetch(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::vonage
