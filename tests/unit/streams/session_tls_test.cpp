#include "tests/unit/streams/house.hpp"

namespace herald::streams::test {
namespace {

using domain::Reached;
using domain::StreamEnd;
using domain::StreamEvent;
using domain::StreamEventKind;

const std::string kUpgrade = R"({"actions":[{"write":[{"text":"STARTTLS\n"}]}]})";
const std::string kHandshake = R"({"consumed":3,"actions":[{"start_tls":{}}]})";
const std::string kSecret = R"({"actions":[{"write":[{"text":"secret"}]}]})";
const std::string kGood = R"({"actions":[{"verdict":{"kind":"ok"}},{"close":{}}]})";

class SessionTlsTest : public StreamHouse {
 protected:
  /// Sends "secret" through TLS and takes the answer for the verdict.
  Script through(const std::string& tls, const std::string& host = "127.0.0.1") {
    return [this, tls, host](const StreamEvent* event) {
      if (event == nullptr) return connect(tls, host);
      const bool upgrades = tls == "starttls";
      switch (event->kind) {
        case StreamEventKind::Connected:
          return upgrades ? kUpgrade : kSecret;
        case StreamEventKind::TlsStarted:
          return kSecret;
        case StreamEventKind::Bytes:
          return event->bytes.starts_with("go") ? kHandshake : kGood;
        default:
          return std::string{"{}"};
      }
    };
  }
  std::string failure_with(const egress::test::Identity& identity, int newest = TLS1_3_VERSION) {
    auto end = run(through("implicit"));
    peer_.accept();
    EXPECT_FALSE(peer_.start_tls(identity, newest) && peer_.read_all() == "secret");
    const StreamEnd found = end_of(end);
    EXPECT_EQ(found.sent, "") << "nothing was said to a stranger";
    EXPECT_FALSE(found.committed);
    return found.failure + ": " + found.text;
  }
};

TEST_F(SessionTlsTest, SpeaksTlsFromTheStart) {
  auto end = run(through("implicit"));
  peer_.accept();
  ASSERT_TRUE(peer_.start_tls(identity_));
  EXPECT_EQ(peer_.read(6), "secret");
  peer_.write("fine");
  EXPECT_EQ(peer_.read_all(), "");
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.verdict, R"({"kind":"ok"})");
  EXPECT_EQ(found.peer, "tls://127.0.0.1:" + std::to_string(peer_.port()));
  EXPECT_EQ(asked_, std::vector<std::string>{"127.0.0.1 protected"});
}

TEST_F(SessionTlsTest, ChecksTheNameThatWasAskedFor) {
  auto end = run(through("implicit", "localhost"));
  peer_.accept();
  ASSERT_TRUE(peer_.start_tls(identity_));
  EXPECT_EQ(peer_.read(6), "secret");
  peer_.write("fine");
  EXPECT_EQ(end_of(end).verdict, R"({"kind":"ok"})");
}

TEST_F(SessionTlsTest, RefusesACertificateForAnotherName) {
  const auto other = egress::test::make_identity(
      {.name = "peer", .alternative = "DNS:mail.example.com,IP:127.0.0.2"}, &authority_);
  EXPECT_EQ(failure_with(other), "tls: IP address mismatch");
}

TEST_F(SessionTlsTest, RefusesACertificateOfAnAuthorityItDoesNotTrust) {
  const auto rogue = egress::test::make_identity({.name = "Rogue", .authority = true});
  const auto forged = egress::test::make_identity({.name = "peer", .alternative = "IP:127.0.0.1"}, &rogue);
  EXPECT_EQ(failure_with(forged), "tls: unable to get local issuer certificate");
}

TEST_F(SessionTlsTest, RefusesAnExpiredCertificate) {
  const auto old = egress::test::make_identity(
      {.name = "peer", .alternative = "IP:127.0.0.1", .valid_from = -7200, .valid_until = -3600},
      &authority_);
  EXPECT_EQ(failure_with(old), "tls: certificate has expired");
}

TEST_F(SessionTlsTest, RefusesOldVersions) {
  EXPECT_TRUE(failure_with(identity_, TLS1_1_VERSION).starts_with("tls: "));
}

TEST_F(SessionTlsTest, UpgradesAConnection) {
  auto end = run(through("starttls"));
  peer_.accept();
  EXPECT_EQ(peer_.read_until("\n"), "STARTTLS\n");
  peer_.write("go\n");
  ASSERT_TRUE(peer_.start_tls(identity_));
  EXPECT_EQ(peer_.read(6), "secret");
  peer_.write("fine");
  EXPECT_EQ(end_of(end).verdict, R"({"kind":"ok"})");
  EXPECT_EQ(asked_, std::vector<std::string>{"127.0.0.1 protected"});
}

// CVE-2011-0411: what somebody on the path put behind the answer to STARTTLS must not count as protected.
TEST_F(SessionTlsTest, EndsWhenBytesComeBetweenTheAnswerAndTheHandshake) {
  auto end = run(through("starttls"));
  peer_.accept();
  peer_.read_until("\n");
  peer_.write("go\n250 injected\n");
  EXPECT_EQ(peer_.read_all(), "");
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.failure, "tls");
  EXPECT_EQ(found.text, "the peer sent bytes before TLS began");
}

TEST_F(SessionTlsTest, LetsNoPointOfNoReturnPassInTheClear) {
  auto end = run([&](const StreamEvent* event) -> std::string {
    return event == nullptr ? connect("starttls") : R"({"actions":[{"commit":{}},{"write":[{"text":"."}]}]})";
  });
  peer_.accept();
  EXPECT_EQ(peer_.read_all(), "");
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.failure, "tls");
  EXPECT_FALSE(found.committed);
}

TEST_F(SessionTlsTest, LetsOnlyTheOpeningLeaveInTheClear) {
  limits_.in_clear = 10;
  auto end = run([&](const StreamEvent* event) -> std::string {
    return event == nullptr ? connect("starttls") : R"({"actions":[{"write":[{"text":"EHLO a.test\r\n"}]}]})";
  });
  peer_.accept();
  EXPECT_EQ(peer_.read_all(), "");
  EXPECT_EQ(end_of(end).failure, "tls");
}

TEST_F(SessionTlsTest, TellsTheEndOfTls) {
  auto end = run(through("implicit"));
  peer_.accept();
  ASSERT_TRUE(peer_.start_tls(identity_));
  peer_.read(6);
  peer_.close();
  EXPECT_EQ(end_of(end).failure, "reset");
  EXPECT_EQ(seen().back().substr(0, 2), "4:");
}

}  // namespace
}  // namespace herald::streams::test
