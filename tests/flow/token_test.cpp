// People sign in with JWTs of a configured issuer; the running server believes those and no others.
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/token_signer.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

class TokenFlow : public testing::TestWithParam<Dialect> {
 protected:
  DaemonOptions options() {
    std::ofstream{keys_.path() / "jwks.json"}
        << json{{"keys", {issuer_.jwk("2025"), TokenSigner{"RS256"}.jwk("other")}}};
    return {.settings = {"jwt.issuer=https://id.example", "jwt.audience=herald", "jwt.algorithm=ES256",
                         "jwt.leeway_seconds=5", "jwt.keys=" + (keys_.path() / "jwks.json").string()}};
  }
  [[nodiscard]] json claims() const {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return {{"iss", "https://id.example"},
            {"aud", {"herald"}},
            {"sub", "ann@example.com"},
            {"exp", std::chrono::duration_cast<std::chrono::seconds>(now).count() + 600},
            {"tenant", tenant_},
            {"permissions", {"communication.messages.read", "admin"}}};
  }
  /// The status, and the machine code when there is one, of an answer to the bearer.
  std::string ask(const std::string& token, const std::string& path = "/api/v1/communication/messages") {
    HttpClient client{daemon_.port()};
    const HttpReply reply = client.send({"GET", path, {{"Authorization", "Bearer " + token}}, ""});
    const json body = json::parse(reply.body, nullptr, false);
    return std::to_string(reply.status) +
           (body.is_object() && body.contains("code") ? " " + body["code"].get<std::string>() : "");
  }
  std::string ask_with(const std::string& claim, const json& value) {
    json changed = claims();
    changed[claim] = value;
    return ask(issuer_.sign(changed, "2025"));
  }

  TokenSigner issuer_{"ES256"};
  TemporaryDirectory keys_;
  Daemon daemon_{GetParam(), options()};
  std::string tenant_{
      json::parse(daemon_.admin("POST", "/api/v1/admin/tenants", json{{"name", "people"}}.dump()).body)
          .at("id")};
};

TEST_P(TokenFlow, BelievesTheIssuerAndNobodyElse) {
  EXPECT_EQ(ask(issuer_.sign(claims(), "2025")), "200");
  EXPECT_EQ(ask(issuer_.sign(claims())), "200");
  EXPECT_EQ(ask(issuer_.sign(claims(), "2024")), "401 unknown_signing_key");
  EXPECT_EQ(ask(TokenSigner{"ES256"}.sign(claims(), "2025")), "401 bad_token_signature");
  EXPECT_EQ(ask(TokenSigner{"RS256"}.sign(claims(), "2025")), "401 token_algorithm");
  EXPECT_EQ(ask(token_of({{"alg", "none"}}, claims(), "")), "401 token_algorithm");
  EXPECT_EQ(ask_with("aud", "elsewhere"), "401 wrong_audience");
  EXPECT_EQ(ask_with("iss", "https://evil.example"), "401 wrong_issuer");
  EXPECT_EQ(ask_with("exp", 1'700'000'000), "401 token_expired");
  EXPECT_EQ(ask_with("nbf", 4'000'000'000), "401 token_not_yet_valid");
  EXPECT_EQ(ask_with("tenant", "01890000-0000-7000-8000-00000000dead"), "401 unknown_tenant");
  EXPECT_EQ(ask_with("permissions", {"communication.messages.send"}), "403 permission_denied");
}

TEST_P(TokenFlow, RefusesASuspendedUserAtOnce) {
  const std::string token = issuer_.sign(claims());
  HttpClient client{daemon_.port()};
  const auto as_ann = [&](const std::string& method, const std::string& path, const json& body) {
    return client.send({method, path, {{"Authorization", "Bearer " + token}}, body.dump()});
  };
  const HttpReply made = as_ann("POST", "/api/v1/users", {{"email", "ann@example.com"}});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(ask(token), "200");
  const std::string path = "/api/v1/users/" + json::parse(made.body).at("id").get<std::string>();
  const HttpReply suspended = as_ann("PATCH", path, {{"status", "SUSPENDED"}});
  EXPECT_EQ(suspended.status, 200) << suspended.body;
  EXPECT_EQ(ask(token), "403 user_suspended");
}

HERALD_ON_BOTH_DATABASES(TokenFlow);

}  // namespace
}  // namespace herald::test
