// Each provider of the running daemon against herald-provider-sim, the program that is installed.
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/flow/house.hpp"
#include "tests/support/child.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// The program, and what it has told so far. [one thread]
class Sim final {
 public:
  explicit Sim(std::vector<std::string> arguments)
      : process_{with_program(std::move(arguments)), directory_.path() / "output"} {}
  [[nodiscard]] std::vector<json> lines() const {
    std::vector<json> all;
    std::istringstream text{read_file(directory_.path() / "output")};
    for (std::string line; std::getline(text, line);)
      if (json read = json::parse(line, nullptr, false); read.is_object()) all.push_back(std::move(read));
    return all;
  }
  /// Its first line.
  [[nodiscard]] json opening() const {
    if (!eventually([this] { return !lines().empty(); }))
      throw std::runtime_error{"herald-provider-sim: " + read_file(directory_.path() / "output")};
    return lines().front();
  }
  [[nodiscard]] std::string told() const { return read_file(directory_.path() / "output"); }
  bool ends() {
    return eventually([this] { return !process_.running(); }, std::chrono::seconds{120});
  }

 private:
  static std::vector<std::string> with_program(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), HERALD_SIM);
    return arguments;
  }
  TemporaryDirectory directory_;
  Child process_;
};

struct Case {
  const char* provider;
  std::string to;
};

std::vector<Case> cases() {
  const std::string number = fresh_number();
  const std::string email = "to" + number.substr(1) + "@example.net";
  return {{"aws_sns", number}, {"mailgun", email}, {"sendgrid", email}, {"telegram", number.substr(1)},
          {"twilio", number},  {"vonage", number}, {"whatsapp", number}};
}

class SimFlow : public InTheHouse {
 protected:
  struct Seat {
    explicit Seat(std::vector<std::string> arguments) : sim{std::move(arguments)} {}
    Sim sim;
    std::string channel{};
  };
  /// A program and the channel that it asks for, with callbacks.
  std::unique_ptr<Seat> seat(const std::string& provider, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"--provider", provider});
    auto made = std::make_unique<Seat>(std::move(more));
    const json opening = made->sim.opening();
    json draft = opening.at("channel");
    draft["channel_name"] = fresh_text(provider);
    draft["timeout_seconds"] = 5;
    draft["retry_count"] = 3;
    made->channel = house_.tenant.make_channel(draft);
    const std::string url = opening.at("url");
    HttpClient client{static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)))};
    const std::string hooks = house_.daemon.url() + "/api/v1/communication/webhooks/" + provider + '/';
    EXPECT_EQ(client.send({"PUT", "/_sim/webhook", {}, hooks + made->channel}).status, 204);
    return made;
  }
  std::string send(const Seat& by, const Case& one) {
    json message{{"channel_id", by.channel}, {"to_address", one.to}, {"message_body", "Hello"}};
    if (one.to.find('@') != std::string::npos) message["subject"] = "Hello";
    if (std::string_view{one.provider} == "telegram") message.erase("subject");
    return house_.tenant.send(message);
  }
};

TEST_P(SimFlow, DrivesEachProviderToItsCallback) {
  for (const Case& one : cases()) {
    SCOPED_TRACE(one.provider);
    const auto by = seat(one.provider);
    const bool tells = std::string_view{one.provider} != "telegram";
    const json message = house_.tenant.await(send(*by, one), tells ? "DELIVERED" : "SENT");
    EXPECT_EQ(message.at("status") == "DELIVERED", tells) << message.dump() << by->sim.told();
    EXPECT_TRUE(
        eventually([&] { return by->sim.told().find("\"callback\":\"delivered\"") != std::string::npos; }));
    for (const json& line : by->sim.lines()) {
      EXPECT_FALSE(line.contains("rule")) << line.dump();
      if (line.contains("callback")) {
        EXPECT_EQ(line.value("answer", 0) / 100, 2) << line.dump();
      }
    }
  }
}

TEST_P(SimFlow, MeetsTheFaultsOfAPersonalityOnce) {
  const Case one{"mailgun", "slow" + fresh_number().substr(1) + "@example.net"};
  const auto by = seat("mailgun", {"--personality", "limited"});
  const json message = house_.tenant.await(send(*by, one), "DELIVERED");
  EXPECT_EQ(message.at("status"), "DELIVERED") << message.dump();
  EXPECT_EQ(message.at("attempts").size(), 2U);
  EXPECT_NE(by->sim.told().find("\"answer\":429"), std::string::npos) << by->sim.told();
}

TEST_P(SimFlow, NamesTheRuleThatARequestBreaks) {
  const Sim sim{{"--provider", "twilio"}};
  const std::string url = sim.opening().at("url");
  HttpClient client{static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)))};
  EXPECT_EQ(client.send({"POST", "/2010-04-01/Accounts/AC0/Messages.json", {}, "To=1"}).status / 100, 4);
  EXPECT_TRUE(eventually([&] { return sim.told().find("\"rule\":") != std::string::npos; })) << sim.told();
}

HERALD_ON_BOTH_DATABASES(SimFlow);

TEST(SimProgram, ShowsRulesOfEachProvider) {
  for (const Case& one : cases()) {
    SCOPED_TRACE(one.provider);
    Sim sim{{"--provider", one.provider, "--rules"}};
    ASSERT_TRUE(sim.ends());
    const auto rules = sim.lines();
    EXPECT_GE(rules.size(), 10U) << sim.told();
    for (const json& rule : rules) {
      EXPECT_FALSE(rule.at("rule").get<std::string>().empty());
      EXPECT_FALSE(rule.at("request").get<std::string>().empty());
    }
  }
}

TEST(SimProgram, ListsTheProvidersAndRefusesOthers) {
  Sim list{{"--list"}};
  ASSERT_TRUE(list.ends());
  EXPECT_EQ(list.lines().size(), 7U) << list.told();
  Sim other{{"--provider", "pigeon"}};
  ASSERT_TRUE(other.ends());
  EXPECT_NE(other.told().find("--list"), std::string::npos);
}

}  // namespace
}  // namespace herald::test
