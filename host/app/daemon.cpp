#include "host/app/daemon.hpp"

#include <Poco/Util/HelpFormatter.h>

#include <cstdio>
#include <iostream>

#include "host/app/activation.hpp"
#include "host/app/life_signs.hpp"
#include "host/app/node.hpp"
#include "host/app/settings_table.hpp"
#include "host/ctl/options.hpp"

namespace herald::app {
namespace {

using Poco::Util::Application;
using Poco::Util::Option;
using Poco::Util::OptionCallback;

/// Says why heraldd does not run, and what kind of trouble that is (sysexits.h).
int refuse(const Error& error) {
  std::fprintf(stderr, "heraldd: %s: %s\n", error.reason.c_str(), error.detail.c_str());
  switch (error.code) {
    case Errc::Invalid:
      return Application::EXIT_CONFIG;
    case Errc::Unavailable:
      return Application::EXIT_UNAVAILABLE;
    case Errc::Conflict:
      return Application::EXIT_TEMPFAIL;
    default:
      return Application::EXIT_SOFTWARE;
  }
}

Result<Config> configure(const std::string& file, const std::vector<std::string>& assignments) {
  Settings settings{kSettings};
  const ctl::Options options{.config_file = file, .sets = assignments};
  if (auto done = ctl::load_settings(settings, options, environment()); !done) return done.error();
  return read_config(settings);
}

}  // namespace

void Daemon::defineOptions(Poco::Util::OptionSet& options) {
  ServerApplication::defineOptions(options);
  const OptionCallback<Daemon> take{this, &Daemon::take_option};
  options.addOption(Option("help", "h", "show this text").callback(take));
  options.addOption(Option("config", "c", "read settings from FILE").argument("FILE").callback(take));
  options.addOption(Option("set", "s", "set one setting; may be repeated")
                        .argument("KEY=VALUE")
                        .repeatable(true)
                        .callback(take));
}

void Daemon::initialize(Application&) {
  // Nothing of Poco's own configuration is loaded: settings come from the file, the environment and --set.
}

void Daemon::take_option(const std::string& name, const std::string& value) {
  if (name == "help") {
    help_ = true;
    stopOptionsProcessing();
  } else if (name == "config") {
    config_file_ = value;
  } else {
    assignments_.push_back(value);
  }
}

int Daemon::main(const std::vector<std::string>& arguments) {
  if (help_ || !arguments.empty()) {
    Poco::Util::HelpFormatter help{options()};
    help.setCommand("heraldd");
    help.setUsage("[--config FILE] [--set KEY=VALUE]...");
    help.setHeader(
        "Herald, the multi-channel communication server. Every key is explained in etc/herald.properties.");
    help.format(std::cout);
    return help_ ? EXIT_OK : EXIT_USAGE;
  }
  auto config = configure(config_file_, assignments_);
  if (!config) return refuse(config.error());
  const auto inherited = inherited_socket();
  if (!inherited) return refuse(inherited.error());
  config->listen.inherited = *inherited;
  const SystemClock clock;
  SystemRandom random;
  auto premises = prepare(std::move(*config), clock, random);
  if (!premises) return refuse(premises.error());
  Node node{std::move(*premises)};
  if (auto done = node.open(); !done) return refuse(done.error());
  if (auto done = node.serve(); !done) return refuse(done.error());
  std::fprintf(stderr, "heraldd: listening on %s\n", node.address().c_str());
  waitForTerminationRequest();
  LifeSigns::stopping();
  const bool fenced = node.fenced();
  node.stop();
  return fenced ? EXIT_TEMPFAIL : EXIT_OK;
}

}  // namespace herald::app
