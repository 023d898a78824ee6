// E-mail through an smtp channel to Debian's exim4.
#include <nlohmann/json.hpp>

#include "tests/flow/smtp_house.hpp"
#include "tests/support/exim_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class EximFlow : public testing::TestWithParam<Dialect> {
 protected:
  EximFlow() {
    if (!EximServer::available()) throw std::runtime_error{"expected exim4 (packaging/packages-test.txt)"};
  }
  json end_of(const std::string& to, const std::string& status, const json& more = json::object()) {
    return house_.tenant.await(house_.send(channel_, to, more), status);
  }
  bool arrives(const std::string& text) {
    return eventually([&] { return exim_.mailbox().find(text) != std::string::npos; });
  }
  SmtpHouse& house_ = shared_smtp_house(GetParam());
  EximServer exim_{house_.authority.identity()};
  std::string channel_ = house_.channel(exim_.port(), {{"rate_per_second", 1000}, {"concurrency", 8}},
                                        {{"timeout_seconds", 20}});
};

TEST_P(EximFlow, TakesMailThroughStartTlsAndAuth) {
  const std::string to = fresh_address("bob");
  const std::string copy = fresh_address("eve");
  const json message = end_of(to, "SENT",
                              {{"subject", "Gr\xC3\xBC\xC3\x9F"},
                               {"message_body", "Hello\n.dot\n..dots\n\xE2\x82\xAC"},
                               {"message_html", "<p>Hello</p>"},
                               {"options", {{"cc", json::array({{{"email", copy}, {"name", "Eve"}}})}}}});
  ASSERT_EQ(message.at("status"), "SENT") << message.dump();
  const std::string id = message.at("provider_message_id");
  EXPECT_TRUE(arrives("Message-ID: " + id)) << exim_.mailbox();
  EXPECT_TRUE(arrives("\nHello\n.dot\n..dots\n\xE2\x82\xAC\n")) << exim_.mailbox();
  EXPECT_TRUE(arrives("with esmtpsa")) << exim_.mailbox();
  EXPECT_NE(message.at("attempts").at(0).at("detail").get<std::string>().find("OK id="), std::string::npos);
}

TEST_P(EximFlow, TakesFilesByteForByteAndNoMoreThanItAnnounces) {
  const std::string large = awkward_bytes(300'001);
  const std::string media = house_.upload(large, "application/octet-stream", "large.bin");
  const json message = end_of(fresh_address("bob"), "SENT", {{"attachments", {{{"media_id", media}}}}});
  ASSERT_EQ(message.at("status"), "SENT") << message.dump();
  EXPECT_TRUE(arrives("filename=\"large.bin\"\n\n" + in_base64(large, "\n") + "\n--=_"));
  const std::string huge = house_.upload(awkward_bytes(800'000), "application/octet-stream", "huge.bin");
  const json refused = end_of(fresh_address("bob"), "FAILED", {{"attachments", {{{"media_id", huge}}}}});
  EXPECT_EQ(refused.at("attempts").at(0).at("error").at("code"), "too_large") << refused.dump();
}

TEST_P(EximFlow, RefusesWhatItDoesNotKnow) {
  const json message = end_of("nobody@example.net", "FAILED");
  EXPECT_EQ(message.at("status"), "FAILED");
  EXPECT_EQ(message.at("attempts").at(0).at("error").at("class"), "invalid_recipient");
}

TEST_P(EximFlow, DeliversAHundredEachOnce) {
  std::vector<std::string> ids;
  for (int i = 0; i < 100; ++i) ids.push_back(house_.send(channel_, fresh_address("many")));
  for (const std::string& id : ids) {
    const json message = house_.tenant.await(id, "SENT");
    ASSERT_EQ(message.at("status"), "SENT") << message.dump();
    const std::string mark = "Message-ID: " + message.at("provider_message_id").get<std::string>();
    ASSERT_TRUE(arrives(mark));
    const std::string box = exim_.mailbox();
    EXPECT_EQ(box.find(mark), box.rfind(mark)) << "twice";
  }
}

HERALD_ON_BOTH_DATABASES(EximFlow);

}  // namespace
}  // namespace herald::test
