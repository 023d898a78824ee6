#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "plugins/providers/parts/form.hpp"
#include "plugins/providers/vonage/outbound.hpp"

namespace herald::vonage {

/// The parameters of POST /sms/json without credentials, in wire order. Of callback_url without its query,
/// whose reference client-ref carries and whose name a signature might or might not cover; one of more than
/// 100 characters is left out, since Vonage would refuse it: the account's own setting applies then. [any
/// thread]
/// Source: github.com/Nexmo/api-specification, definitions/sms.yml.
provider::Fields sms_fields(const Outbound& message);

/// The body of POST /v1/messages. [any thread]
/// Source: github.com/Nexmo/api-specification, definitions/messages-olympus.yml.
nlohmann::json message_body(const Outbound& message);

}  // namespace herald::vonage
