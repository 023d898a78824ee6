// Jobs of a feature plugin through the running server.
#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "tests/flow/warden_house.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class JobFlow : public WardenHouse {
 protected:
  static json sweep_of(const json& shown) {
    for (const json& one : shown.value("jobs", json::array()))
      if (one.at("name") == "sweep") return one;
    return nullptr;
  }
  std::vector<std::string> sweeps(std::size_t least) { return seen("job.sweep", least); }
  static std::set<std::string> unique(const std::vector<std::string>& all) {
    return {all.begin(), all.end()};
  }
};

TEST_P(JobFlow, EachRoundIsDoneOnceAndSaysWhen) {
  plan("job.sweep", json::object());
  const auto rounds = sweeps(3);
  EXPECT_GE(rounds.size(), 3U);
  EXPECT_EQ(unique(rounds).size(), rounds.size());
  for (const std::string& one : rounds) EXPECT_TRUE(one.ends_with(".000Z#0")) << one;
}

TEST_P(JobFlow, ATenantIsCalledUntilItWantsNoMore) {
  plan("job.sweep", {{"parts", 3}});
  const auto parts = sweeps(6);
  const std::string first = parts.at(0).substr(0, parts[0].find('#'));
  for (int part = 0; part < 3; ++part)
    EXPECT_EQ(std::ranges::count(parts, first + "#" + std::to_string(part)), 1);
  EXPECT_EQ(std::ranges::count(parts, first + "#3"), 0);
}

TEST_P(JobFlow, WhatAJobOrdersIsSentOnceAcrossKill9) {
  json order = message("swept $subject", json::object());
  plan("job.sweep", {{"parts", 40}, {"commands", {{{"kind", "send"}, {"message", order}}}}});
  for (int i = 1; i <= 3; ++i) {
    sweeps(static_cast<std::size_t>(i) * 15);
    daemon_.kill9();
    daemon_.start();
  }
  const auto done = sweeps(60);
  EXPECT_EQ(unique(done).size(), done.size()) << "effects happen once";
  std::map<std::string, int> sent;
  EXPECT_TRUE(eventually([&] {
    sent.clear();
    for (const json& one : tenant_.messages()) ++sent[one.at("message_body").get<std::string>()];
    return sent.size() >= 45U;
  }));
  for (const auto& [text, times] : sent) EXPECT_EQ(times, 1) << text;
}

TEST_P(JobFlow, APoisonTenantIsPassedOverAndNamedAndOthersGoOn) {
  plan("job.sweep", {{"do", "throw"}});
  const json sweep = sweep_of(shown([](const json& one) {
    const json job = sweep_of(one);
    return job.is_object() && job.at("passed_over") > 0;
  }));
  ASSERT_TRUE(sweep.is_object());
  EXPECT_EQ(sweep.at("last_reason"), "plugin_failed");
  const HttpReply health = HttpClient{daemon_.port()}.send({"GET", "/healthz", {}, ""});
  EXPECT_EQ(health.status, 200);
}

TEST_P(JobFlow, ADisabledPluginHasNoRoundsAndOneMakesUpForThose) {
  plan("job.sweep", json::object());
  EXPECT_GE(sweeps(1).size(), 1U);
  ASSERT_EQ(operate("disable").status, 200);
  const json before = sweep_of(shown([](const json&) { return true; }));
  std::this_thread::sleep_for(std::chrono::milliseconds{2500});
  EXPECT_EQ(sweep_of(shown([](const json&) { return true; })), before) << "nothing happens while it is away";
  ASSERT_EQ(operate("enable").status, 200);
  const auto rounds = sweeps(3);
  EXPECT_EQ(unique(rounds).size(), rounds.size());
}

HERALD_ON_BOTH_DATABASES(JobFlow);

}  // namespace
}  // namespace herald::test
