// Whose certificates the engine takes, and which protocol it asks for (RFC 9110 §4.3.4, RFC 6125).
#include "tests/unit/egress/internet.hpp"

namespace herald::egress::test {
namespace {

class Certificate : public Internet {
 protected:
  void SetUp() override {
    Internet::SetUp();
    if (!IsSkipped()) dns_->answer("right.test", {{"8.8.8.8"}});
  }
  /// The server is met, and nothing of the request reaches it.
  void expect_refused(const Identity& identity, int newest = TLS1_3_VERSION) {
    const TlsServer server{identity, newest};
    const auto end = visit_server(server, "right.test");
    EXPECT_EQ(end.phase, Phase::NotStarted);
    EXPECT_EQ(end.failure, "tls") << end.text;
    EXPECT_EQ(server.connections(), 1);
    EXPECT_TRUE(server.requests().empty());
  }
};

TEST_F(Certificate, OfTheRightAuthorityForTheRightNameIsTaken) {
  EXPECT_EQ(visit("right.test").body, "reached");
  EXPECT_EQ(server_->requests().size(), 1U);
}

TEST_F(Certificate, SignedByItselfIsRefused) { expect_refused(make_identity(right_)); }

TEST_F(Certificate, OfAnUnknownAuthorityOfTheSameNameIsRefused) {
  const Identity other = make_identity({.name = "authority", .authority = true});
  expect_refused(make_identity(right_, &other));
}

TEST_F(Certificate, ForAnotherNameIsRefused) {
  expect_refused(make_identity({.name = "wrong.test", .alternative = "DNS:wrong.test"}, &authority_));
}

TEST_F(Certificate, ForNamesBelowIsRefusedForTheNameItself) {
  expect_refused(make_identity({.name = "x", .alternative = "DNS:*.right.test"}, &authority_));
}

TEST_F(Certificate, WhoseCommonNameAloneIsRightIsRefused) {
  expect_refused(make_identity({.name = "right.test", .alternative = "DNS:wrong.test"}, &authority_));
}

TEST_F(Certificate, ThatHasExpiredIsRefused) {
  right_.valid_until = -1;
  expect_refused(make_identity(right_, &authority_));
}

TEST_F(Certificate, ThatIsNotValidYetIsRefused) {
  right_.valid_from = 600;
  expect_refused(make_identity(right_, &authority_));
}

TEST_F(Certificate, IssuedByOneThatIsNoAuthorityIsRefused) {
  const Identity leaf = make_identity({.name = "leaf", .alternative = "DNS:leaf.test"}, &authority_);
  expect_refused(make_identity(right_, &leaf));
}

TEST_F(Certificate, AServerOfNoVersionAbove11IsRefused) {
  expect_refused(make_identity(right_, &authority_), TLS1_1_VERSION);
}

TEST_F(Certificate, AServerOfVersion12IsTaken) {
  const TlsServer server{make_identity(right_, &authority_), TLS1_2_VERSION};
  EXPECT_EQ(visit_server(server, "right.test").body, "reached");
}

TEST_F(Certificate, AServerThatSpeaksHttp2IsAskedForHttp11) {
  EXPECT_EQ(visit("right.test").status, 200);
  EXPECT_EQ(server_->offers(), std::vector<std::string>{"http/1.1"});
  ASSERT_EQ(server_->requests().size(), 1U);
  EXPECT_TRUE(server_->requests()[0].starts_with("GET / HTTP/1.1\r\n")) << server_->requests()[0];
}

}  // namespace
}  // namespace herald::egress::test
