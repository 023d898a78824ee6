#include <cstddef>
#include <cstdint>
#include <string>

#include "host/base/check.hpp"
#include "host/dispatch/plan.hpp"
#include "host/inbound/events.hpp"

// What a plugin answers is foreign too: a plan, a judgement and a list of events are read or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const herald::domain::ProviderReply reply{{reinterpret_cast<const char*>(data), size}, "0123456789"};
  static_cast<void>(herald::dispatch::read_plan(reply).has_value());
  static_cast<void>(herald::dispatch::read_judgement(reply).has_value());
  const auto reading = herald::inbound::read_webhook_reply(reply, herald::domain::ChannelId{"c"}, "w");
  if (!reading) return 0;
  if (const auto* genuine = std::get_if<herald::inbound::Genuine>(&*reading))
    for (const auto& element : genuine->elements)
      HERALD_CHECK(element.receipt.has_value() == element.skipped.empty());
  return 0;
}
