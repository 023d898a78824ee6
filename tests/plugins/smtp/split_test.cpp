// However the server's bytes are split, the plugin does the same.
#include <gtest/gtest.h>

#include <random>

#include "tests/plugins/smtp/talk.hpp"

namespace herald::smtp::testing {
namespace {

using nlohmann::json;

/// What a server says in the clear, and through TLS.
struct Server {
  const char* name;
  std::string clear;
  std::string secure;
};

const std::string kClear = "220-mail\r\n220 mail ESMTP\r\n250-mail\r\n250 STARTTLS\r\n220 go\r\n";
const std::string kHello = "250-mail\r\n250-PIPELINING\r\n250-SIZE 9999\r\n250 AUTH PLAIN\r\n";

const Server kServers[] = {
    {"accepts", kClear,
     kHello + "235 ok\r\n250 ok\r\n250 ok\r\n250-o\r\n250 k\r\n354 go\r\n250 2.0.0 queued\r\n221 bye\r\n"},
    {"step by step", kClear,
     "250-mail\r\n250 AUTH LOGIN\r\n334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n235 ok\r\n"
     "250 ok\r\n250 ok\r\n250 ok\n354 go\r\n250 queued\r\n221 bye\r\n"},
    {"refuses the addressee", kClear,
     kHello + "235 ok\r\n250 ok\r\n550-5.1.1 no\r\n550 5.1.1 such user\r\n221 bye\r\n"},
    {"refuses the copy", kClear,
     kHello + "235 ok\r\n250 ok\r\n250 ok\r\n550 no\r\n354 go\r\n250 queued\r\n221 bye\r\n"},
    {"goes away", kClear, kHello + "235 ok\r\n421 4.3.2 bye\r\n221 bye\r\n"},
    {"speaks nonsense", kClear, kHello + "235 ok\r\n250 ok\r\nnonsense\r\n"},
    {"has no TLS", "220 a\r\n250 a\r\n221 bye\r\n", ""},
};

template <class Cut>
std::vector<std::string> actions_of(const Server& server, Cut&& cut) {
  Talk talk{account(), message_input({{"options", {{"cc", {{{"email", "eve@example.net"}}}}}}})};
  talk.connected();
  for (const std::string* part : {&server.clear, &server.secure}) {
    std::string_view left = *part;
    if (part == &server.secure && !left.empty()) {
      EXPECT_EQ(talk.unconsumed(), "") << server.name;
      EXPECT_EQ(talk.actions().back(), "start_tls") << server.name;
      talk.tls_started();
    }
    while (!left.empty()) {
      const std::size_t size = std::min<std::size_t>(cut(), left.size());
      talk.say(left.substr(0, size));
      left.remove_prefix(size);
    }
  }
  EXPECT_TRUE(talk.over()) << server.name;
  EXPECT_FALSE(talk.verdict().is_null()) << server.name;
  return talk.actions();
}

TEST(Splitting, ByteByByteAndAllAtOnceMakeTheSameActions) {
  for (const Server& server : kServers) {
    const auto bytewise = actions_of(server, [] { return 1U; });
    EXPECT_EQ(actions_of(server, [] { return 1'000'000U; }), bytewise) << server.name;
  }
}

TEST(Splitting, AtRandomPlacesMakesTheSameActions) {
  for (const Server& server : kServers) {
    const auto bytewise = actions_of(server, [] { return 1U; });
    for (unsigned seed = 1; seed <= 200; ++seed) {
      std::minstd_rand random{seed};
      EXPECT_EQ(actions_of(server, [&] { return 1 + random() % 40; }), bytewise) << server.name << seed;
    }
  }
}

}  // namespace
}  // namespace herald::smtp::testing
