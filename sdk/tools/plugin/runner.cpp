#include "sdk/tools/plugin/runner.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace herald::kit {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::string_view kDone = "\ndone\n";

void run_guarded(const Check& check, const Target& target, Findings& findings) {
  try {
    check.run(target, findings);
  } catch (const std::exception& problem) {
    findings.add("documents that can be read to their end", shown(problem.what()));
  } catch (...) {
    findings.add("no exception out of the plugin", "one that is not a std::exception");
  }
}

/// What the child says: findings as JSON, then a mark that it was not cut short.
[[noreturn]] void be_child(const Check& check, const Target& target, int out) {
  const int words = ::memfd_create("outputs", 0);
  ::dup2(words, STDOUT_FILENO);
  ::dup2(words, STDERR_FILENO);
  ::close(words);
  Findings findings;
  run_guarded(check, target, findings);
  if (::lseek(STDOUT_FILENO, 0, SEEK_END) > 0) findings.add("nothing written on the outputs", "some bytes");
  json all = json::array();
  for (const Finding& one : findings.all()) all.push_back({shown(one.expected), one.found});
  const std::string text = all.dump(-1, ' ', true, json::error_handler_t::replace) + std::string{kDone};
  for (std::size_t at = 0; at < text.size();) {
    const auto wrote = ::write(out, text.data() + at, text.size() - at);
    if (wrote <= 0) break;
    at += static_cast<std::size_t>(wrote);
  }
  std::exit(0);  // with the plugin's exit handlers
}

/// Reads until the other end closes or the time is over; false for the latter.
bool drain(int from, std::chrono::seconds limit, std::string& text) {
  const auto until = Clock::now() + limit;
  std::array<char, 65536> buffer{};
  while (true) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
    pollfd one{from, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&one, 1, static_cast<int>(left.count())) == 0) return false;
    const auto got = ::read(from, buffer.data(), buffer.size());
    if (got <= 0) return true;
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

void judge_end(int status, const std::string& text, Findings& findings) {
  if (WIFSIGNALED(status)) {
    findings.add("a plugin that does not crash", std::string{"signal "} + std::to_string(WTERMSIG(status)) +
                                                     " (" + ::strsignal(WTERMSIG(status)) + ")");
  } else if (!text.ends_with(kDone)) {
    findings.add("a plugin that does not end the process",
                 "exit status " + std::to_string(WEXITSTATUS(status)));
  } else if (WEXITSTATUS(status) != 0) {
    findings.add("a process that ends well with the plugin in it",
                 "exit status " + std::to_string(WEXITSTATUS(status)));
  }
}

std::vector<Finding> run_in_child(const Check& check, const Target& target, std::chrono::seconds limit) {
  int ends[2]{};
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error{"no pipe for a check's process"};
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error{"no process for a check"};
  if (child == 0) {
    ::close(ends[0]);
    be_child(check, target, ends[1]);
  }
  ::close(ends[1]);
  Findings findings;
  std::string text;
  const bool ended = drain(ends[0], limit, text);
  ::close(ends[0]);
  if (!ended) {
    ::kill(child, SIGKILL);
    findings.add("an end within " + std::to_string(limit.count()) + " s", "none: a call hangs");
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  const json all = json::parse(text.substr(0, text.rfind(kDone)), nullptr, false);
  if (all.is_array())
    for (const auto& one : all) findings.add(one.at(0), one.at(1));
  if (ended) judge_end(status, text, findings);
  return findings.all();
}

}  // namespace

Result run_check(const Check& check, const Target& target, Place place, std::chrono::seconds limit) {
  const auto begin = Clock::now();
  Result result{.id = check.id, .title = check.title};
  if (place == Place::Child) {
    result.findings = run_in_child(check, target, limit);
  } else {
    Findings findings;
    run_guarded(check, target, findings);
    result.findings = findings.all();
  }
  result.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin);
  return result;
}

}  // namespace herald::kit
