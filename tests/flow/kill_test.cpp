// kill -9 at random times under load. HERALD_TEST_KILLS sets how often on each database (the gate: few),
// HERALD_TEST_SEED repeats the times of an earlier run, HERALD_TEST_EVIDENCE names a directory for the
// figures.
#include <sys/sysinfo.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/house.hpp"
#include "tests/flow/kill_verdict.hpp"
#include "tests/flow/true_sums.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string variable(const char* name, const std::string& preset) {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? preset : value;
}

int wanted_kills() { return std::stoi(variable("HERALD_TEST_KILLS", "10")); }

std::uint64_t wanted_seed() {
  const std::string seed = variable("HERALD_TEST_SEED", "");
  return seed.empty() ? std::random_device{}() : std::stoull(seed);
}

/// The first word that a command prints.
std::string first_word(std::vector<std::string> command) {
  const Ended ended = run_to_end(std::move(command), std::chrono::seconds{10});
  return ended.status == 0 ? ended.output.substr(0, ended.output.find_first_of(" \n")) : "unknown";
}

/// What ran: the commit of the work tree (with `-dirty` when it differs from it) and the program itself,
/// since the tree may have moved on after the build.
json provenance() {
  return {{"commit", first_word({"/usr/bin/git", "-c", "safe.directory=*", "-C", HERALD_SOURCE_DIR,
                                 "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"})},
          {"heraldd_sha256", first_word({"/usr/bin/sha256sum", built("bin/heraldd").string()})}};
}

class KillFlow : public testing::TestWithParam<Dialect> {
 protected:
  void wait_for(milliseconds time) {
    const auto until = steady_clock::now() + time;
    eventually([&] { return steady_clock::now() >= until; });
  }

  /// Kills it once under load, or (each fifth time) while it starts.
  void kill_once(int number) {
    if (number % 5 == 4) {
      wait_for(milliseconds{random_() % 200} * kPace);
      daemon_.kill9();
      daemon_.launch();
      wait_for(milliseconds{random_() % 200} * kPace);
    } else {
      wait_for(milliseconds{random_() % 400} * kPace);
    }
    daemon_.kill9();
    daemon_.start();
  }

  /// Two that let everything go at once, and one whose rate leaves a backlog for the process that comes
  /// after.
  std::vector<std::string> make_channels() {
    Tenant tenant{daemon_.port(), key_};
    json slow = sandbox_.channel("slow");
    slow["config_json"] = {{"rate_per_second", 100}, {"burst", 10}};
    return {tenant.make_channel(sandbox_.channel("fast 1")), tenant.make_channel(sandbox_.channel("fast 2")),
            tenant.make_channel(slow)};
  }

  void report(int kills, const KillVerdict& verdict) const {
    json figures{{"dialect", to_text(GetParam())}, {"kills", kills}, {"seed", seed_}};
    figures.update(to_json(verdict));
    std::cout << "kills: " << figures.dump() << std::endl;
    const std::string directory = variable("HERALD_TEST_EVIDENCE", "");
    if (directory.empty()) return;
    std::filesystem::create_directories(directory);
    struct sysinfo machine{};
    ::sysinfo(&machine);
    const json evidence{{"build", provenance_},
                        {"command", "HERALD_TEST_KILLS=" + std::to_string(kills) + " HERALD_TEST_SEED=" +
                                        std::to_string(seed_) + " build/*/bin/flow_kill"},
                        {"machine",
                         {{"nproc", ::sysconf(_SC_NPROCESSORS_ONLN)},
                          {"mem_mib", (machine.totalram * machine.mem_unit) >> 20U}}},
                        {"figures", figures}};
    std::ofstream{std::filesystem::path{directory} / ("kills_" + to_text(GetParam()) + ".json")}
        << evidence.dump(2) << "\n";
  }

  json provenance_ = provenance();  // before the run, which takes minutes
  std::uint64_t seed_{wanted_seed()};
  std::mt19937_64 random_{seed_};
  FarSide sandbox_;
  Daemon daemon_{GetParam(), {.settings = {"log.level=info"}}};
  std::string key_{daemon_.make_key("kills")};
  std::vector<std::string> channels_{make_channels()};
};

TEST_P(KillFlow, NothingIsLostAndNothingIsDoubledInSilence) {
  std::cout << "seed " << seed_ << std::endl;
  KillLoad load{{.ports = {daemon_.port()}, .api_key = key_, .channels = channels_, .seed = seed_}};
  const int kills = wanted_kills();
  for (int number = 0; number < kills; ++number)
    ASSERT_NO_THROW(kill_once(number)) << "after kill " << number;
  const std::vector<Posted> posted = load.finish();
  Tenant tenant{daemon_.port(), key_};
  EXPECT_TRUE(comes_to_rest(tenant));
  const KillVerdict verdict = judge(posted, tenant, sandbox_);
  report(kills, verdict);
  EXPECT_GT(verdict.answered, kills) << "there was load";
  EXPECT_EQ(verdict.failed, 0) << "the far side refuses nothing";
  for (std::size_t i = 0; i < verdict.complaints.size() && i < 20; ++i)
    ADD_FAILURE() << verdict.complaints[i];
  EXPECT_EQ(verdict.complaints.size(), 0U);
  Tenant reader =
      with_scopes(daemon_, tenant_of(daemon_, channels_[0]), {"conversations.*", "communication.*"});
  EXPECT_EQ(wrong_sums(reader), "") << "each message is counted once in its conversation";
  const HttpReply verified = daemon_.admin("POST", "/api/v1/admin/audit-verify");
  ASSERT_EQ(verified.status, 200) << verified.body;
  EXPECT_EQ(json::parse(verified.body).at("intact"), true) << verified.body;
}

TEST_P(KillFlow, AReceiptResolvesWhatACrashLeftUnknown) {
  Tenant tenant{daemon_.port(), key_};
  const std::string id =
      tenant.send({{"channel_id", channels_[0]}, {"to_address", "+15005550101"}, {"message_body", "slow"}});
  ASSERT_TRUE(eventually([&] { return sandbox_.count("slow") == 1; }));
  daemon_.kill9();
  daemon_.start();
  const json message = tenant.await(id, "DELIVERED");
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_NE(types_of(message).find("message.unknown"), std::string::npos) << types_of(message);
  EXPECT_EQ(message.at("attempts").size(), 1U);
  EXPECT_EQ(sandbox_.count("slow"), 1);
}

HERALD_ON_BOTH_DATABASES(KillFlow);

}  // namespace
}  // namespace herald::test
