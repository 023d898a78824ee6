#include "host/app/left_behind.hpp"

namespace herald::app {
namespace {

/// What is on the wire may still arrive: who looks at once is told of nothing, and sends it twice.
constexpr std::chrono::seconds kFirstLook{5};

}  // namespace

domain::Settlement left_behind(const domain::Attempt& attempt, Instant now) {
  return {.attempt = attempt.id,
          .message = attempt.message,
          .tenant = attempt.tenant,
          .channel = attempt.channel,
          .outcome = {.certainty = domain::Certainty::Unknown,
                      .error_class = "internal",
                      .error_code = "node_restarted",
                      .error_text = "the node stopped while the provider was being called"},
          .retry_at = now + kFirstLook};
}

}  // namespace herald::app
