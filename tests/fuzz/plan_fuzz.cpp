#include <cstddef>
#include <cstdint>
#include <string>

#include "host/base/check.hpp"
#include "host/dispatch/plan.hpp"
#include "host/inbound/events.hpp"
#include "host/inbound/price_words.hpp"

namespace {

/// An element holds exactly one thing, or says why it holds none.
void read_events(const herald::domain::ProviderReply& reply) {
  static herald::SystemRandom random;
  static const herald::domain::Channel channel;
  static const std::string webhook{"w"};
  static const herald::inbound::Spell spell = [](const herald::domain::Channel&, std::string_view text) {
    return herald::Result<herald::domain::AddressKey>{{.kind = "phone", .normalised = std::string{text}}};
  };
  const auto reading = herald::inbound::read_webhook_reply(
      reply, {.channel = channel, .webhook = webhook, .now = {}, .random = random, .spell = spell});
  if (!reading) return;
  const auto* genuine = std::get_if<herald::inbound::Genuine>(&*reading);
  if (genuine == nullptr) return;
  for (const auto& element : genuine->elements)
    HERALD_CHECK(element.receipt.has_value() + element.inbound.has_value() + element.consent.has_value() +
                     !element.skipped.empty() + !element.failed.empty() ==
                 1);
}

/// A price is one receipt, of the message that was asked for, with a cost.
void read_price(const herald::domain::ProviderReply& reply) {
  static herald::SystemRandom random;
  static const herald::domain::Channel channel;
  static const std::string none;
  static const herald::inbound::Spell spell = [](const herald::domain::Channel&, std::string_view text) {
    return herald::Result<herald::domain::AddressKey>{{.kind = "phone", .normalised = std::string{text}}};
  };
  static_cast<void>(herald::inbound::read_price_plan(reply).index());
  const auto step = herald::inbound::read_price_answer(
      reply, {.channel = channel, .webhook = none, .now = {}, .random = random, .spell = spell},
      {.id = herald::domain::AttemptId{"a"}, .provider_id = "p"});
  const auto* told = std::get_if<herald::inbound::PriceTold>(&step);
  if (told == nullptr || !told->element) return;
  const auto& receipt = told->element->receipt;
  HERALD_CHECK(receipt && receipt->cost && receipt->provider_id == "p" && receipt->attempt_ref == "a");
}

}  // namespace

// What a plugin answers is foreign too: a plan, a judgement and a list of events are read or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const herald::domain::ProviderReply reply{{reinterpret_cast<const char*>(data), size}, "0123456789"};
  static_cast<void>(herald::dispatch::read_plan(reply).has_value());
  static_cast<void>(herald::dispatch::read_judgement(reply).has_value());
  read_events(reply);
  read_price(reply);
  return 0;
}
