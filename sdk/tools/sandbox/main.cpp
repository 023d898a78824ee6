#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

#include "sdk/tools/sandbox/server.hpp"

namespace herald::sandbox {
namespace {

constexpr std::string_view kUsage =
    "usage: herald-sandbox [--port N] [--port-file FILE] [--token T] [--log FILE] [--list] [--help]\n"
    "  --port N          listen on 127.0.0.1:N; 0 takes any free port (default 8090)\n"
    "  --port-file FILE  write the port there once listening\n"
    "  --token T         bearer token of requests and key of receipt signatures (default sandbox-token)\n"
    "  --log FILE        append one JSON line per message request\n"
    "  --list            print the personalities and end\n";

struct Options {
  std::uint16_t port{8090};
  std::string port_file;
  std::string token{"sandbox-token"};
  std::string log;
  bool list{false};
  bool help{false};
};

std::uint16_t port_number(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (problem != std::errc{} || end != text.data() + text.size())
    throw std::invalid_argument{"--port: expected 0 to 65535, found " + std::string{text}};
  return port;
}

Options read_options(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string_view word{words[i]};
    const auto value = [&]() -> std::string_view {
      if (i + 1 >= count) throw std::invalid_argument{std::string{word} + ": expected a value"};
      return words[++i];
    };
    if (word == "--port")
      options.port = port_number(value());
    else if (word == "--port-file")
      options.port_file = value();
    else if (word == "--token")
      options.token = value();
    else if (word == "--log")
      options.log = value();
    else if (word == "--list")
      options.list = true;
    else if (word == "--help")
      options.help = true;
    else
      throw std::invalid_argument{"unknown option " + std::string{word}};
  }
  if (options.token.empty()) throw std::invalid_argument{"--token: expected a value that is not empty"};
  return options;
}

/// Renames into place, so that a reader finds no file or the whole number.
void publish_port(const std::string& file, std::uint16_t port) {
  const std::string draft = file + "." + std::to_string(::getpid());
  {
    std::ofstream out{draft};
    out << port << '\n';
    if (!out.flush()) throw std::runtime_error{"cannot write " + draft};
  }
  if (std::rename(draft.c_str(), file.c_str()) != 0)
    throw std::system_error{errno, std::generic_category(), "cannot write " + file};
}

int stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  // Blocked before any thread starts, so that all of them leave the signals to the descriptor.
  const int fd = ::pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0 ? ::signalfd(-1, &set, SFD_CLOEXEC) : -1;
  if (fd < 0) throw std::system_error{errno, std::generic_category(), "signalfd"};
  return fd;
}

/// As many connections as the system grants; without it the default of 1024 descriptors is the limit.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &limit) != 0) std::perror("herald-sandbox: setrlimit");
}

void run(const Options& options) {
  raise_descriptor_limit();
  const int signals = stop_signals();
  MessageLog log{options.log};
  Desk desk{options.token, log};
  CallbackSender callbacks{options.token};
  Server server{options.port, desk, callbacks};
  server.watch_stop(signals);
  std::jthread posting{[&callbacks] {
    while (!callbacks.stopped()) callbacks.wait(callbacks.step(std::chrono::steady_clock::now()));
  }};
  try {
    if (!options.port_file.empty()) publish_port(options.port_file, server.port());
    std::printf("herald-sandbox listens on http://127.0.0.1:%d\n", int{server.port()});
    std::fflush(stdout);
    while (server.step()) {
    }
  } catch (const std::exception&) {
    callbacks.stop();  // Else the thread would never be joined.
    throw;
  }
  callbacks.stop();
  posting.join();
  ::close(signals);
}

}  // namespace
}  // namespace herald::sandbox

int main(int count, char** words) {
  using namespace herald::sandbox;
  try {
    const Options options = read_options(count, words);
    if (options.help || options.list)
      std::fputs(options.help ? std::string{kUsage}.c_str() : personality_list().c_str(), stdout);
    else
      run(options);
    return 0;
  } catch (const std::invalid_argument& problem) {
    std::fprintf(stderr, "herald-sandbox: %s\n%s", problem.what(), std::string{kUsage}.c_str());
    return 2;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "herald-sandbox: %s\n", problem.what());
    return 1;
  }
}
