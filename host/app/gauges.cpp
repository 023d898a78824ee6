// What is measured when somebody looks.
#include "host/app/node.hpp"

namespace herald::app {

void Node::measure() {
  const auto gauge = [this](const char* name, const char* help, const telemetry::Labels& labels = {}) {
    return metrics_.gauge(name, help, labels);
  };
  metrics_.before_expose(
      [this, queued = gauge("herald_dispatch_queued", "Messages in memory, waiting or under way"),
       flying = gauge("herald_egress_in_flight", "Outgoing requests under way or waiting"),
       connections = gauge("herald_http_connections", "API connections served or waiting"),
       shards = gauge("herald_shards", "Shards whose messages this node sends, of 64")] {
        shards.set(store_.served.get().count());
        queued.set(static_cast<double>(dispatcher_.queued()));
        flying.set(static_cast<double>(engine_.in_flight()));
        connections.set(server_.connections());
      });
  metrics_.before_expose([this, gauge] {
    for (const plugins::Current& current : catalog_.all()) {
      const telemetry::Labels labels{{"plugin", current.provider->id()}};
      const plugins::Lane& lane = *current.provider->lane();
      gauge("herald_plugin_lane_waiting", "Calls that wait for the plugin", labels)
          .set(static_cast<double>(lane.waiting()));
      gauge("herald_plugin_lane_open", "1 while the plugin takes calls", labels)
          .set(lane.state() == plugins::LaneState::Open ? 1 : 0);
      gauge("herald_plugin_generation", "The generation of the plugin that serves", labels)
          .set(current.generation);
    }
  });
  metrics_.before_expose([this, gauge] {
    for (const telemetry::Finding& finding : health_.report().findings)
      gauge("herald_healthy", "1 while that check of /readyz is content", {{"check", finding.name}})
          .set(finding.reason ? 0 : 1);
  });
  gauge("herald_start_time_seconds", "When the process started, in Unix time")
      .set(static_cast<double>(clock_.now().time_since_epoch().count()) / 1000);
}

}  // namespace herald::app
