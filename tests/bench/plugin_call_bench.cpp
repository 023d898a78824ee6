// plugin_call <out.json>: what one plan() of the sandbox, and of a plugin that only echoes, costs in process
// and through the runner, beside an empty call and empty round trips over both kinds of socket, for a message
// of 1 KiB; medians of interleaved rounds.
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "host/plugins/library.hpp"
#include "host/plugins/local_instance.hpp"
#include "host/plugins/note_reader.hpp"
#include "host/plugins/runner_instance.hpp"
#include "tests/bench/echo_process.hpp"
#include "tests/bench/figures.hpp"
#include "tests/support/child.hpp"
#include "tests/support/daemon.hpp"

namespace herald::bench {
namespace {

using plugins::Instance;
constexpr int kRounds = 9;

/// Nanoseconds per call of `work`, called `count` times.
double measure(int count, const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) work();
  const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
  return took.count() / count;
}

std::shared_ptr<Instance> in_process(const std::filesystem::path& file, Random& random) {
  const auto bytes = test::read_file(file);
  const auto note = plugins::read_note(bytes);
  const auto manifest = plugins::read_manifest(note.value().manifest);
  const auto entry = plugins::load_entry(file);
  return plugins::LocalInstance::open(entry.value(), manifest.value(), {}, random).value();
}

std::shared_ptr<Instance> in_runner(const std::filesystem::path& file, Random& random) {
  plugins::RunnerSettings settings;
  settings.executable = HERALD_RUNNER;
  return plugins::RunnerInstance::open({.settings = settings, .staged = file, .log = {}, .random = random})
      .value();
}

plugins::ProviderCall message() {
  const std::string input =
      R"({"now_ms":1732357000000,"message":{"id":"m","attempt_ref":"a","attempt_no":1,"channel":"SMS",)"
      R"("type":"TEXT","to":"+15005550100","attachments":[],"options":{},"metadata":{},)"
      R"("message_class":"transactional","text":")";
  const std::string end = R"("}})";
  return {.tenant = domain::TenantId{"t"},
          .op = "send",
          .input = input + std::string(1024 - input.size() - end.size(), 'x') + end,
          .account = R"({"channel_id":"c","api_url":"http://127.0.0.1:1","api_key":"k","config":{}})"};
}

void expect_plan(Instance& plugin, const plugins::ProviderCall& call) {
  const auto reply = plugin.plan(call);
  if (!reply) throw std::runtime_error{reply.error().reason + ": " + reply.error().detail};
}

struct Subject {
  const char* name;
  int count;
  std::function<void()> work;
  std::vector<double> rounds{};
};

nlohmann::json run(std::vector<Subject> subjects) {
  for (int round = 0; round <= kRounds; ++round)
    for (Subject& subject : subjects) {
      const double cost = measure(subject.count, subject.work);
      if (round > 0) subject.rounds.push_back(cost);  // the first one warms up
    }
  nlohmann::json out{{"unit", "microseconds per call, median of 9 interleaved rounds"},
                     {"message_bytes", 1024}};
  for (const Subject& subject : subjects) out[subject.name] = median(subject.rounds) / 1000;
  const auto above = [&](const char* what, const char* floor) {
    return out.at(what).get<double>() - out.at(floor).get<double>();
  };
  out["plan_in_process_above_floor"] = above("plan_in_process", "empty_call");
  out["plan_in_runner_above_floor"] = above("plan_in_runner", "empty_stream_round_trip");
  out["echo_in_process_above_floor"] = above("echo_in_process", "empty_call");
  out["echo_in_runner_above_floor"] = above("echo_in_runner", "empty_stream_round_trip");
  return out;
}

int main_of(const char* out) {
  SystemRandom random;
  const std::filesystem::path file = test::built("plugins") / "sandbox.so";
  const auto local = in_process(file, random);
  const auto remote = in_runner(file, random);
  // Answers with its inputs: what a call costs without the plugin's own work.
  const std::filesystem::path echo = test::built("fixtures") / "good.so";
  const auto echo_local = in_process(echo, random);
  const auto echo_remote = in_runner(echo, random);
  const auto call = message();
  auto inputs = call;
  inputs.op = "inputs";
  EchoProcess stream{SOCK_STREAM};
  EchoProcess packets{SOCK_SEQPACKET};
  const std::string kilobyte(1024, 'x');
  const std::function<int()> empty = [] { return 0; };
  nlohmann::json measured = run({{"empty_call", 1'000'000, [&] { static_cast<void>(empty()); }},
                                 {"plan_in_process", 20'000, [&] { expect_plan(*local, call); }},
                                 {"echo_in_process", 20'000, [&] { expect_plan(*echo_local, inputs); }},
                                 {"empty_stream_round_trip", 5'000, [&] { stream.round_trip("x"); }},
                                 {"stream_round_trip_1kib", 5'000, [&] { stream.round_trip(kilobyte); }},
                                 {"seqpacket_round_trip_1kib", 5'000, [&] { packets.round_trip(kilobyte); }},
                                 {"plan_in_runner", 5'000, [&] { expect_plan(*remote, call); }},
                                 {"echo_in_runner", 5'000, [&] { expect_plan(*echo_remote, inputs); }}});
  if (const char* commit = std::getenv("HERALD_TEST_COMMIT")) measured["commit"] = commit;
  std::ofstream{out} << measured.dump(2) << '\n';
  std::puts(measured.dump(2).c_str());
  return 0;
}

}  // namespace
}  // namespace herald::bench

int main(int count, char** arguments) {
  if (count != 2) return 64;
  return herald::bench::main_of(arguments[1]);
}
