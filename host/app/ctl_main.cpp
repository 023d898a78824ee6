#include <csignal>
#include <iostream>
#include <memory>

#include "host/app/node.hpp"
#include "host/app/own_commands.hpp"
#include "host/app/settings_table.hpp"
#include "host/ctl/run.hpp"

namespace {

using namespace herald;

/// Opens the data in this process, for as long as the handler lives.
Result<http::Handler> open_here(const Settings& settings) {
  auto config = app::settle_in(settings);
  if (!config) return config.error();
  config->log_level = telemetry::Level::Warning;  // rare milestones are the daemon's to tell
  const SystemClock clock;
  // Shared by the handler's copies; the vault inside of the node goes on using the generator.
  const auto random = std::make_shared<SystemRandom>();
  auto premises = app::prepare(std::move(*config), clock, *random);
  if (!premises) return premises.error();
  const auto node = std::make_shared<app::Node>(std::move(*premises));
  if (auto done = node->open(); !done) return done.error();
  return http::Handler{[node, random](const http::Request& request) { return node->administer(request); }};
}

}  // namespace

int main(int count, char** arguments) {
  std::signal(SIGPIPE, SIG_IGN);
  return ctl::run({.args = {arguments + 1, arguments + count},
                   .environment = app::environment(),
                   .out = std::cout,
                   .err = std::cerr},
                  Settings{app::kSettings}, open_here, app::own_commands());
}
