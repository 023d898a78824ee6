#pragma once
#include <herald/sdk.hpp>
#include <nlohmann/json_fwd.hpp>

#include "plugins/providers/aws_sns/notice.hpp"

namespace herald::aws_sns {

/// The events of a believed notification: of a delivery record or a text to us; empty for any other message.
/// [any thread]
nlohmann::json events_of(const Notice& notice);

/// Op `webhook`: asks for the signing certificate of a notice that may be genuine, and after it, of a
/// confirmation, for SubscribeURL. [any thread]
sdk::Reply plan_webhook(const sdk::Call& call);

/// Verifies the notice by the certificate, or ends a confirmation. [one thread, the call]
sdk::Reply judge_webhook(const sdk::Call& call, const sdk::HttpResponse& response);

}  // namespace herald::aws_sns
