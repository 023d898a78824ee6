// What the OpenAPI document forbids, the running server refuses, naming the place.
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/unit/api/offences.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

TEST(ContractFlow, EachKeywordRefusesABadDocumentOverHttp) {
  const Daemon daemon{Dialect::Sqlite, {.only = {}}};
  const std::string tenant =
      json::parse(daemon.admin("POST", "/api/v1/admin/tenants", json{{"name", "c"}}.dump()).body).at("id");
  const json wish{{"tenant_id", tenant}, {"name", "all"}, {"scopes", {"*"}}};
  const std::string key =
      json::parse(daemon.admin("POST", "/api/v1/admin/api-keys", wish.dump()).body).at("key");
  HttpClient client{daemon.port()};
  for (const api::Offence& offence : api::offences()) {
    const HttpReply reply = client.send({"POST", offence.path, {{"X-API-Key", key}}, offence.body});
    EXPECT_EQ(reply.status, 400) << offence.keyword << ": " << reply.body;
    const json problem = json::parse(reply.body);
    EXPECT_EQ(problem.at("code"), "invalid_body") << offence.keyword;
    bool named = false;
    for (const json& error : problem.at("errors"))
      named = named || error.at("pointer").get<std::string>().starts_with(offence.pointer);
    EXPECT_TRUE(named) << offence.keyword << ": " << reply.body;
  }
}

}  // namespace
}  // namespace herald::test
