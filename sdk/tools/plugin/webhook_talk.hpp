#pragma once
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {

/// What a webhook comes to: the plugin's verdict, after the requests that it makes first were answered as the
/// host does it, at most kMostWebhookRequests. Where it wants more, the last request.
Outcome webhook_talk(Subject& subject, const Step& step, const KnownAnswers& answers);

/// Whether nothing of a request is believed: refused, no events, or, as its requests found nothing, later.
bool is_disbelieved(const Outcome& talked);

}  // namespace herald::kit
