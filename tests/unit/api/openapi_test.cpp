#include "host/api/openapi.hpp"

#include <gtest/gtest.h>

#include <set>

#include "host/api/schemas.hpp"
#include "host/json/schema.hpp"
#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

json::Document at(const json::Document& from, const std::vector<std::string>& steps) {
  json::Document here = from;
  for (const std::string& step : steps) here = here.member(step).value_or(json::Document{});
  return here;
}

/// What stands against an answer by the schema of that name.
std::vector<Problem> against(const std::string& schema, const std::string& answer) {
  const auto compiled =
      json::Schema::compile(R"({"$defs":)" + schema_definitions() + R"(,"$ref":"#/$defs/)" + schema + "\"}");
  EXPECT_TRUE(compiled.has_value()) << (compiled ? "" : compiled.error().detail);
  return compiled->check(json::parse(answer).value());
}

void collect_references(const json::Document& value, std::set<std::string>& out) {
  if (const auto reference = value.member("$ref")) out.insert(reference->text().value_or(""));
  for (const json::Document& element : value.elements()) collect_references(element, out);
  for (const std::string& name : value.names()) collect_references(*value.member(name), out);
}

TEST(OpenApi, is_served_to_everybody) {
  World world;
  const auto response = world.send(request_of(http::Method::Get, "/api/v1/openapi.json"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(member(response, "openapi"), "3.1.0");
}

TEST(OpenApi, describes_each_route_and_names_it_once) {
  World world;
  std::set<std::string> ids;
  for (const Described& route : world.router.routes()) {
    EXPECT_FALSE(route.operation.id.empty())
        << route.pattern << " has no operation: add one to its row (host/api/operation.hpp)";
    EXPECT_TRUE(ids.emplace(route.operation.id).second) << route.operation.id << " is taken";
    EXPECT_FALSE(route.operation.summary.empty()) << route.pattern;
  }
}

TEST(OpenApi, refers_only_to_schemas_that_it_has) {
  World world;
  const auto document = json::parse(world.document).value();
  std::set<std::string> references;
  collect_references(document, references);
  EXPECT_GT(references.size(), 8U);
  for (const std::string& reference : references) {
    constexpr std::string_view kStart = "#/components/schemas/";
    ASSERT_TRUE(reference.starts_with(kStart)) << reference;
    const auto schema = at(document, {"components", "schemas", reference.substr(kStart.size())});
    EXPECT_EQ(schema.kind(), json::Kind::Object)
        << reference << ": add it to a topic's schemas (a path parameter {channel_id} needs ChannelId)";
  }
}

TEST(OpenApi, uses_only_keywords_that_requests_are_held_against) {
  EXPECT_EQ(json::unsupported_keywords(R"({"$defs":)" + schema_definitions() + "}"),
            std::vector<std::string>{});
}

TEST(OpenApi, shows_permission_parameters_and_body_of_a_row) {
  World world;
  const auto document = json::parse(world.document).value();
  const auto send = at(document, {"paths", kMessages, "post"});
  EXPECT_EQ(send.member("operationId")->text(), "sendMessage");
  EXPECT_EQ(send.member("security")->compact(),
            R"([{"bearer":["communication.messages.send"]},{"apiKey":["communication.messages.send"]}])");
  EXPECT_EQ(at(send, {"requestBody", "content", "application/json", "schema"}).compact(),
            R"({"$ref":"#/components/schemas/SendMessage"})");
  EXPECT_TRUE(at(send, {"responses"}).member("201"));
  const auto show = at(document, {"paths", std::string{kMessages} + "/{message_id}", "get", "parameters"});
  EXPECT_EQ(show.elements().at(0).member("in")->text(), "path");
  EXPECT_EQ(at(show.elements().at(0), {"schema"}).compact(), R"({"$ref":"#/components/schemas/MessageId"})");
  EXPECT_EQ(at(document, {"paths", "/healthz", "get", "security"}).compact(), "[]");
}

TEST(OpenApi, answers_conform_to_their_schemas) {
  World world;
  const auto sent =
      world.post(kMessages, R"({"channel_type":"SMS","to_address":"+447700900123","message_body":"hi"})");
  ASSERT_EQ(sent.status, 201);
  EXPECT_EQ(against("Message", sent.body), std::vector<Problem>{});
  domain::MessageView view;
  view.message = world.ledger.accepted.at(0).message;
  view.attempts.push_back({.id = domain::AttemptId{"a"}, .channel = view.message.channel});
  view.timeline.push_back({.event = {.type = "message.queued", .actor = "node", .data_json = "{}"}});
  world.messages.views.emplace(view.message.id.text, view);
  world.messages.page.items.push_back(view.message);
  EXPECT_EQ(against("Message", world.get(kMessages + ("/" + view.message.id.text)).body),
            std::vector<Problem>{});
  EXPECT_EQ(against("MessageList", world.get(kMessages).body), std::vector<Problem>{});
  EXPECT_EQ(against("ChannelList", world.get(kChannels).body), std::vector<Problem>{});
  EXPECT_EQ(against("Channel", world.get(kChannels + ("/" + std::string{kChannel})).body),
            std::vector<Problem>{});
  const auto user = world.post("/api/v1/users", R"({"email":"a@b.example"})");
  EXPECT_EQ(against("User", user.body), std::vector<Problem>{});
  EXPECT_EQ(against("UserList", world.get("/api/v1/users").body), std::vector<Problem>{});
  EXPECT_EQ(against("ApiKey", world.post("/api/v1/api-keys", R"({"name":"k"})").body),
            std::vector<Problem>{});
  EXPECT_EQ(against("ApiKeyList", world.get("/api/v1/api-keys").body), std::vector<Problem>{});
  EXPECT_EQ(against("Problem", world.get("/nothing").body), std::vector<Problem>{});
  EXPECT_EQ(against("Problem", world.post(kMessages, "{}").body), std::vector<Problem>{});
  EXPECT_EQ(against("Probe", world.get("/readyz").body), std::vector<Problem>{});
  EXPECT_NE(against("Message", "{}"), std::vector<Problem>{});
}

}  // namespace
}  // namespace herald::api
