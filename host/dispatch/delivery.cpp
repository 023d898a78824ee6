#include "host/dispatch/delivery.hpp"

#include <algorithm>

#include "host/base/redact.hpp"

namespace herald::dispatch {
namespace {

constexpr std::size_t kLongestCode = 64;
constexpr std::size_t kLongestDetail = 200;
constexpr std::size_t kLongestText = 1000;
constexpr std::size_t kLongestProviderId = 255;

/// Cuts at a character, not inside one.
void cut(std::string& text, std::size_t most) {
  if (text.size() <= most) return;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xc0U) == 0x80U) --most;
  text.resize(most);
}

}  // namespace

domain::ProviderStep step_of(const Delivery& delivery) {
  return {.tenant = delivery.work.message.tenant,
          .op = "send",
          .input = delivery.input,
          .account = delivery.account->account_json,
          .state = delivery.state};
}

domain::OutboundRequest depart(Delivery& delivery, Planned planned) {
  ++delivery.requests;
  delivery.earlier = delivery.commits;
  if (planned.commits) delivery.commits = Commits::Yes;
  if (planned.state) delivery.state = std::move(*planned.state);
  std::ranges::move(planned.redact, std::back_inserter(delivery.redact));
  const std::chrono::seconds longest{delivery.account->channel.timeout_seconds};
  planned.request.timeout =
      std::clamp<std::chrono::milliseconds>(planned.request.timeout, std::chrono::milliseconds{1}, longest);
  planned.request.start_by = delivery.start_by;
  return std::move(planned.request);
}

void redact(domain::Outcome& outcome, const Delivery& delivery) {
  for (std::string* text : {&outcome.error_text, &outcome.error_code, &outcome.detail}) {
    herald::redact(*text, delivery.redact);
    if (delivery.account) herald::redact(*text, delivery.account->secrets);
  }
  cut(outcome.error_text, kLongestText);
  cut(outcome.error_code, kLongestCode);
  cut(outcome.detail, kLongestDetail);
  cut(outcome.provider_id, kLongestProviderId);
  if (outcome.currency.size() != 3) outcome.currency.clear(), outcome.cost_micros.reset();
}

}  // namespace herald::dispatch
