#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "tests/plugins/sandbox/callback_receiver.hpp"
#include "tests/plugins/sandbox/far_side.hpp"

namespace herald::sandbox {
namespace {

TEST(SandboxProgram, WritesThePortItListensOn) {
  const FarSide far_side;
  std::ifstream in{far_side.port_file()};
  int port = 0;
  in >> port;
  EXPECT_EQ(port, far_side.port());
}

TEST(SandboxProgram, EndsWithStatusZeroOnTermWhileClientsAndCallbacksWait) {
  FarSide far_side;
  CallbackReceiver receiver;
  RawClient client{far_side.port()};
  client.send(bytes_of({.to = "+15005550105", .callback_url = receiver.url()}));
  receiver.next(500);
  far_side.program().terminate();
  EXPECT_EQ(far_side.program().exit_status(), 0);
  EXPECT_EQ(client.read().status, 0);
}

TEST(SandboxProgram, ListsItsPersonalities) {
  Program program{{"--list"}};
  const std::string out = program.rest();
  EXPECT_NE(out.find("+15005550107  shuffled"), std::string::npos);
  EXPECT_EQ(program.exit_status(), 0);
}

TEST(SandboxProgram, RefusesAnOptionItDoesNotKnow) { EXPECT_EQ(Program{{"--prot"}}.exit_status(), 2); }

TEST(SandboxProgram, RefusesAPortThatIsNone) { EXPECT_EQ((Program{{"--port", "70000"}}.exit_status()), 2); }

TEST(SandboxProgram, FailsOnAPortThatIsTaken) {
  const FarSide far_side;
  EXPECT_EQ((Program{{"--port", std::to_string(far_side.port())}}.exit_status()), 1);
}

}  // namespace
}  // namespace herald::sandbox
