#pragma once
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "host/domain/delivery_ports.hpp"
#include "host/domain/stream_ports.hpp"
#include "host/plugins/generations.hpp"

namespace herald::app {

/// Tells of a failed call. Called on lanes; must not block.
using CallFailed = std::function<void(unsigned generation, std::string_view reason)>;

/// One generation of a provider plugin as the domain calls it; keeps it from retiring. [any thread]
class PluginPort final : public domain::ProviderPort, public domain::StreamPort {
 public:
  using ReplyDone = domain::ProviderPort::ReplyDone;
  PluginPort(plugins::Current current, CallFailed failed);
  void plan(domain::ProviderStep step, Tick deadline, ReplyDone done) override;
  void on_response(domain::ProviderStep step, const domain::OutboundAnswer& answer, Tick deadline,
                   ReplyDone done) override;
  /// Whether it sends over a connection: then start() and feed() are its operations.
  [[nodiscard]] bool streams() const { return provider_->streams(); }
  void start(domain::ProviderStep step, Tick deadline, ReplyDone done) override;
  void feed(domain::ProviderStep step, domain::StreamEvent event, Tick deadline, ReplyDone done) override;
  [[nodiscard]] const domain::ProviderTraits& traits() const { return traits_; }
  [[nodiscard]] unsigned generation() const { return generation_; }

 private:
  ReplyDone watched(ReplyDone done) const;
  std::shared_ptr<plugins::Provider> provider_;  // with the catalog (Generations)
  unsigned generation_;
  CallFailed failed_;
  domain::ProviderTraits traits_;
};

}  // namespace herald::app
