// MariaDB dies under a running daemon and comes back: 503 meanwhile, nothing lost, nothing doubled.
#include <map>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

TEST(DatabaseAway, IsAnsweredWith503UntilItIsBack) {
  FarSide sandbox;
  Daemon daemon{Dialect::Mysql};
  Tenant tenant{daemon.port(), daemon.make_key("away")};
  const std::string channel = tenant.make_channel(sandbox.channel("sandbox"));
  const auto wish = [&](const std::string& text) {
    return json{{"channel_id", channel}, {"to_address", "+15005550100"}, {"message_body", text}};
  };
  const std::string before = tenant.send(wish("before"));
  EXPECT_EQ(tenant.await(before, "DELIVERED").at("status"), "DELIVERED");

  support::shared_mariadb().kill();
  const HttpReply refused = tenant.post(wish("meanwhile"), "meanwhile");
  EXPECT_EQ(refused.status, 503) << refused.body;
  EXPECT_EQ(json::parse(refused.body).at("retryable"), true) << refused.body;
  HttpClient anybody{daemon.port()};
  EXPECT_TRUE(eventually([&] { return anybody.send({.target = "/readyz"}).status == 503; }));
  EXPECT_EQ(anybody.send({.target = "/healthz"}).status, 200);

  support::shared_mariadb().restart();
  EXPECT_TRUE(eventually([&] { return tenant.post(wish("meanwhile"), "meanwhile").status == 201; }));
  EXPECT_TRUE(eventually([&] { return anybody.send({.target = "/readyz"}).status == 200; }));
  EXPECT_TRUE(eventually([&] { return sandbox.count("meanwhile") == 1; }));
  EXPECT_EQ(tenant.message(before).at("status"), "DELIVERED");
  EXPECT_EQ(daemon.stop(), 0);
  EXPECT_EQ(sandbox.log().size(), 2U);
}

TEST(DatabaseAway, LosesNoVerdictThatComesMeanwhile) {
  FarSide sandbox;
  Daemon daemon{Dialect::Mysql};
  Tenant tenant{daemon.port(), daemon.make_key("away")};
  const std::string channel = tenant.make_channel(sandbox.channel("sandbox"));
  const std::string id =
      tenant.send({{"channel_id", channel}, {"to_address", "+15005550101"}, {"message_body", "slow"}});
  ASSERT_TRUE(eventually([&] { return sandbox.count("slow") == 1; }));
  support::shared_mariadb().kill();  // the far side answers 2 s after it has read the request
  ASSERT_TRUE(eventually([&] { return daemon.log().find("settlement_waits") != std::string::npos; }))
      << daemon.log();
  support::shared_mariadb().restart();
  json message;
  EXPECT_TRUE(eventually([&] {
    const HttpReply reply = tenant.call("GET", "/messages/" + id);
    if (reply.status == 200) message = json::parse(reply.body);
    return reply.status == 200 && (message.at("status") == "SENT" || message.at("status") == "DELIVERED");
  })) << message;
  EXPECT_EQ(sandbox.count("slow"), 1);
}

}  // namespace
}  // namespace herald::test
