// herald-provider-sim: the strict far side of a provider as a program of its own
// (packaging/man/herald-provider-sim.1).
#include <signal.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>
#include <span>

#include "tests/support/sim/front.hpp"
#include "tests/support/sim/rules.hpp"

namespace herald::test::sim {
namespace {

using nlohmann::json;

constexpr const char* kUsage =
    "herald-provider-sim --list\n"
    "herald-provider-sim --provider NAME --rules\n"
    "herald-provider-sim --provider NAME [--port N] [--webhook URL] [--personality WORD]\n"
    "\n"
    "A provider on 127.0.0.1 by its documents, which refuses whatever they do not allow.\n"
    "  --list         providers and the personalities that each knows\n"
    "  --rules        the rules, each with a request that breaks it\n"
    "  --port         default: any that is free\n"
    "  --webhook      (or later: PUT /_sim/webhook with the URL as its body) where callbacks go: signed, one "
    "`delivered` after each message that was taken\n"
    "  --personality  what befalls the first message to each address: limited, closing, silent, outrunning\n";

struct Options {
  std::string provider;
  std::string webhook;
  std::uint16_t port{0};
  Fault fault{Fault::None};
  bool list{false};
  bool rules{false};
};

std::uint16_t read_port(const std::string& text) {
  std::uint16_t port = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), port);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
    throw std::runtime_error{"--port: expected a number up to 65535, found " + text};
  return port;
}

Options read_options(std::span<char*> arguments) {
  Options options;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string name = arguments[i];
    const auto value = [&] {
      if (i + 1 == arguments.size()) throw std::runtime_error{name + ": expected a value"};
      return std::string{arguments[++i]};
    };
    if (name == "--list") {
      options.list = true;
    } else if (name == "--rules") {
      options.rules = true;
    } else if (name == "--provider") {
      options.provider = value();
    } else if (name == "--webhook") {
      options.webhook = value();
    } else if (name == "--port") {
      options.port = read_port(value());
    } else if (name == "--personality") {
      const auto fault = fault_of(value());
      if (!fault) throw std::runtime_error{"--personality: expected one that --list names"};
      options.fault = *fault;
    } else {
      throw std::runtime_error{"expected an option of --help, found " + name};
    }
  }
  return options;
}

void print(const json& line) {
  std::cout << line.dump(-1, ' ', false, json::error_handler_t::replace) << '\n' << std::flush;
}

int list() {
  for (const FarKind& kind : far_kinds()) {
    json words = json::array({"obliging"});
    for (const Fault fault : kind.make()->faults()) words.push_back(word_of(fault));
    print({{"provider", kind.provider}, {"personalities", words}});
  }
  return 0;
}

int run(const FarKind& kind, const Options& options) {
  const auto far = kind.make();
  const auto faults = far->faults();
  if (options.fault != Fault::None && std::ranges::find(faults, options.fault) == faults.end())
    throw std::runtime_error{"--personality: this provider does not know it (--list)"};
  if (!options.webhook.empty()) far->call_back_at(options.webhook);
  sigset_t end;
  sigemptyset(&end);
  sigaddset(&end, SIGINT);
  sigaddset(&end, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &end, nullptr);
  const Front front{
      *far, {.port = options.port, .fault = options.fault, .calls_back = !options.webhook.empty()}, print};
  const std::string url = "http://127.0.0.1:" + std::to_string(front.port());
  far->seen_at(url);
  json channel = far->channel();
  channel["api_url"] = url;
  print({{"provider", kind.provider}, {"url", url}, {"channel", channel}});
  int signal = 0;
  sigwait(&end, &signal);
  return 0;
}

int simulate(std::span<char*> arguments) {
  const Options options = read_options(arguments);
  if (options.list) return list();
  const FarKind* const kind = find_far(options.provider);
  if (kind == nullptr) throw std::runtime_error{"--provider: expected one that --list names"};
  if (!options.rules) return run(*kind, options);
  for (const json& rule : broken_rules(*kind)) print(rule);
  return 0;
}

}  // namespace
}  // namespace herald::test::sim

int main(int count, char** arguments) {
  if (count == 2 && std::strcmp(arguments[1], "--help") == 0) {
    std::cout << herald::test::sim::kUsage;
    return 0;
  }
  try {
    return herald::test::sim::simulate({arguments, static_cast<std::size_t>(count)});
  } catch (const std::exception& failure) {
    std::cerr << "herald-provider-sim: " << failure.what() << "\n\n" << herald::test::sim::kUsage;
    return 2;
  }
}
