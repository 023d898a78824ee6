#include "host/api/contract.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "host/api/schemas.hpp"
#include "host/domain/status.hpp"
#include "tests/unit/api/offences.hpp"
#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

constexpr std::array<Parameter, 2> kParameters{{
    {"size", R"({"type":"integer","minimum":2})", "a whole number from 2 on"},
    {"kind", R"({"enum":["a","7"]})", "a or 7"},
}};

std::vector<std::string> pointers_of(const std::vector<Problem>& problems) {
  std::vector<std::string> out;
  for (const Problem& problem : problems) out.push_back(problem.pointer);
  return out;
}

TEST(Contract, holds_each_parameter_against_its_schema) {
  const Contract contract{{.id = "x", .query = kParameters}};
  EXPECT_TRUE(contract.query_problems("size=2&kind=7").empty());
  EXPECT_EQ(contract.query_problems("size=1"),
            (std::vector<Problem>{{"/query/size", "expected a whole number from 2 on"}}));
  EXPECT_EQ(pointers_of(contract.query_problems("size=2.5&kind=b&colour=red&kind=a")),
            (std::vector<std::string>{"/query/size", "/query/kind", "/query/colour"}));
  EXPECT_EQ(pointers_of(contract.query_problems("size=%zz")), std::vector<std::string>{"/query"});
}

TEST(Contract, limit_and_cursor_belong_to_paged_operations_only) {
  const Contract paged{{.id = "x", .paged = true}};
  EXPECT_TRUE(paged.query_problems("limit=200&cursor=abc").empty());
  EXPECT_EQ(pointers_of(paged.query_problems("limit=201")), std::vector<std::string>{"/query/limit"});
  const Contract plain{{.id = "x"}};
  EXPECT_EQ(pointers_of(plain.query_problems("limit=1")), std::vector<std::string>{"/query/limit"});
}

TEST(Contract, leaves_a_query_alone_that_is_not_its_own) {
  const Contract contract{{.id = "x", .any_query = true}};
  EXPECT_TRUE(contract.query_problems("hub.challenge=%zz").empty());
}

TEST(Contract, looks_at_a_body_only_where_one_is_taken) {
  const Contract none{{.id = "x"}};
  EXPECT_EQ(none.read_body("{").value().kind(), json::Kind::Null);
  const Contract channel{{.id = "x", .request = "ChannelDraft"}};
  EXPECT_FALSE(channel.read_body("{").has_value());
  const auto body = json::parse(R"({"channel_type":"sms","api_provider":"acme","retry_count":21,"x":1})");
  auto found = pointers_of(channel.body_problems(*body));
  std::ranges::sort(found);
  EXPECT_EQ(found, (std::vector<std::string>{"/channel_name", "/channel_type", "/retry_count", "/x"}));
}

TEST(Contract, one_refusal_names_each_place_once_and_prefers_what_was_examined) {
  const Error error =
      refusal({{"/query/q", "a"}}, {{"/b", "examined"}}, {{"/b", "schema"}, {"/c", "schema"}});
  EXPECT_EQ(error.reason, "invalid_request");
  EXPECT_EQ(error.problems, (std::vector<Problem>{{"/query/q", "a"}, {"/b", "examined"}, {"/c", "schema"}}));
  EXPECT_EQ(refusal({{"/query/q", "a"}}, {}, {}).reason, "invalid_query");
  EXPECT_EQ(refusal({}, {}, {{"/b", "a"}}).reason, "invalid_body");
}

TEST(Contract, a_request_learns_of_query_and_body_together) {
  World world;
  const auto response = world.post(std::string{kMessages} + "?dry_run=1",
                                   R"({"channel_type":"SMS","to_address":"nonsense","message_body":7})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(pointers(response), (std::vector<std::string>{"/query/dry_run", "/message_body", "/to_address"}));
  EXPECT_TRUE(world.ledger.accepted.empty());
}

TEST(Contract, the_schema_alone_refuses_what_no_reader_looks_at) {
  const Contract contract{{.id = "x", .request = "SendMessage"}};
  const auto refused = [&](const std::string& body) {
    return pointers_of(contract.body_problems(json::parse(body).value()));
  };
  EXPECT_TRUE(
      refused(R"({"to_address":"a","channel_id":null,"schedule_for":null,"priority":"high"})").empty());
  EXPECT_EQ(refused(R"({"to_address":"a","priority":2})"), std::vector<std::string>{"/priority"});
  EXPECT_EQ(refused(R"({"to_address":"a","attachments":[{"url":"ftp://x"}]})"),
            std::vector<std::string>{"/attachments/0/url"});
  EXPECT_EQ(refused(R"({"to_address":""})"), std::vector<std::string>{"/to_address"});
}

TEST(Contract, each_keyword_refuses_by_itself) {
  for (const Offence& offence : offences()) {
    const Contract contract{{.id = "x", .request = offence.schema}};
    const auto found = pointers_of(contract.body_problems(json::parse(offence.body).value()));
    EXPECT_TRUE(std::ranges::find(found, offence.pointer) != found.end()) << offence.keyword;
    for (const std::string& pointer : found)
      EXPECT_TRUE(pointer.starts_with(offence.pointer)) << offence.keyword << " at " << pointer;
  }
}

void collect_keywords(const json::Document& schema, std::set<std::string>& out) {
  const std::set<std::string> notes{"description", "default", "examples", "format"};
  for (const std::string& name : schema.names()) {
    if (!notes.contains(name)) out.insert(name);
    const json::Document value = *schema.member(name);
    if (name == "properties")
      for (const std::string& property : value.names()) collect_keywords(*value.member(property), out);
    if (name == "items" || name == "additionalProperties") collect_keywords(value, out);
    if (name == "oneOf")
      for (const json::Document& form : value.elements()) collect_keywords(form, out);
  }
}

TEST(Contract, each_keyword_that_is_used_has_an_offence) {
  std::set<std::string> used;
  for (const NamedSchema& schema : all_schemas()) collect_keywords(*json::parse(schema.text), used);
  std::set<std::string> tried;
  for (const Offence& offence : offences()) tried.insert(offence.keyword);
  EXPECT_EQ(used, tried);
}

TEST(Contract, message_statuses_are_those_of_the_domain) {
  const auto schemas = all_schemas();
  const auto found = std::ranges::find(schemas, "MessageStatus", &NamedSchema::name);
  ASSERT_NE(found, schemas.end());
  const auto names = json::parse(found->text)->member("enum")->elements();
  EXPECT_EQ(names.size(), 13U);
  for (const json::Document& name : names) EXPECT_TRUE(domain::message_status(*name.text())) << *name.text();
}

}  // namespace
}  // namespace herald::api
