// The tests of a process that has a network of its own.
#include <csignal>

#include "tests/unit/egress/internet.hpp"
#include "tests/unit/egress/own_network.hpp"

namespace herald::egress::test {

const std::string& missing_network() {
  static const std::string reason = enter_own_network();
  return reason;
}

}  // namespace herald::egress::test

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  std::signal(SIGPIPE, SIG_IGN);            // a client that gives up is no reason to end
  herald::egress::test::missing_network();  // before there is a second thread
  return RUN_ALL_TESTS();
}
