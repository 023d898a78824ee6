#pragma once
#include <string>

#include "host/domain/delivery_ports.hpp"
#include "host/plugins/provider.hpp"

namespace herald::app {

/// A loaded provider plugin as the domain calls it. `provider` outlives it. [any thread]
class PluginPort final : public domain::ProviderPort {
 public:
  explicit PluginPort(plugins::Provider& provider);
  void plan(domain::ProviderStep step, Tick deadline, ReplyDone done) override;
  void on_response(domain::ProviderStep step, const domain::OutboundAnswer& answer, Tick deadline,
                   ReplyDone done) override;
  [[nodiscard]] const domain::ProviderTraits& traits() const { return traits_; }
  [[nodiscard]] plugins::Provider& provider() const { return provider_; }

 private:
  plugins::Provider& provider_;
  domain::ProviderTraits traits_;
};

}  // namespace herald::app
