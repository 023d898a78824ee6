#include "host/app/left_behind.hpp"

namespace herald::app {

domain::Settlement left_behind(const domain::Attempt& attempt, Instant now) {
  return {.attempt = attempt.id,
          .message = attempt.message,
          .tenant = attempt.tenant,
          .channel = attempt.channel,
          .outcome = {.certainty = domain::Certainty::Unknown,
                      .error_class = "internal",
                      .error_code = "node_restarted",
                      .error_text = "the node stopped while the provider was being called"},
          .retry_at = now};
}

}  // namespace herald::app
