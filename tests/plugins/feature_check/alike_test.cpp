// The tool must not link the host, but has to judge as the host does: both are asked about the same
// descriptors, queries and names.
#include <gtest/gtest.h>
#include <herald/testing/records.hpp>

#include <nlohmann/json.hpp>

#include "host/api/feature_routes.hpp"
#include "host/api/schemas.hpp"
#include "host/features/policy.hpp"
#include "host/features/sheet.hpp"
#include "host/records/bound.hpp"
#include "host/records/query.hpp"
#include "host/tenancy/permission.hpp"
#include "sdk/tools/plugin/feature_schema.hpp"
#include "sdk/tools/plugin/sheet.hpp"

namespace herald::testing {
namespace {

using json = nlohmann::json;

constexpr const char* kId = "org.example.loyalty";

bool host_admits(const std::string& descriptor, const std::string& id = kId) {
  const auto sheet = features::read_sheet(
      descriptor, id, {.prefixes = {"/api/v1/points"}, .may_bind = id.starts_with("org.herald.")});
  return sheet && api::check_routes(*sheet);
}

std::string tool_finds(const std::string& descriptor, const std::string& id = kId) {
  std::string out;
  for (const auto& flaw : kit::sheet_flaws(json::parse(descriptor), id, {.prefixes = {"/api/v1/points"}}))
    out += flaw.pointer + ": expected " + flaw.expected + ", found " + flaw.found + "\n";
  return out;
}

void expect_alike(const std::string& descriptor, const std::string& id = kId) {
  EXPECT_EQ(host_admits(descriptor, id), tool_finds(descriptor, id).empty()) << descriptor << "\n"
                                                                             << tool_finds(descriptor, id);
}

std::string with(const char* part, const std::string& element) {
  return std::string{R"({")"} + part + R"(":[)" + element + "]}";
}

/// An object with one member replaced, or taken away where the value is null.
std::string changed(const char* object, const std::string& member, const json& value) {
  json out = json::parse(object);
  if (value.is_null())
    out.erase(member);
  else
    out[member] = value;
  return out.dump();
}

const std::vector<json> kOdd{nullptr,
                             0,
                             1,
                             -1,
                             300,
                             1000000,
                             true,
                             "",
                             "a",
                             "A",
                             "a b",
                             "a.b",
                             json::array(),
                             json::array({"a"}),
                             json::object(),
                             json{{"a", 1}},
                             std::string(65, 'a'),
                             std::string(201, 'a'),
                             std::string(256, 'a'),
                             "2026-01-01T00:00:00Z"};

/// Every member of a part, of every kind.
void expect_alike_in_all(const char* part, const char* element) {
  expect_alike(with(part, element));
  json members = json::parse(element);
  members["zz_unknown"] = 1;
  for (const auto& [name, value] : members.items())
    for (const json& odd : kOdd) expect_alike(with(part, changed(element, name, odd)));
}

constexpr const char* kRoute =
    R"({"id":"r","method":"GET","path":"/api/v1/x/loyalty/a/{id}","permission":"templates.read",
"summary":"s","response":"Problem","status":200,"idempotent":false,"paged":true,
"query":[{"name":"q","schema":{"type":"string"},"expected":"a text"}]})";
constexpr const char* kCollection =
    R"({"name":"accounts","fields":[{"name":"customer","type":"text","longest":64,
"required":true},{"name":"points","type":"integer","default":0},{"name":"extra","type":"json","default":{}}],
"indexes":[{"fields":["customer"],"unique":true},{"fields":["points","customer"]}]})";

TEST(JudgesAsTheHost, Routes) { expect_alike_in_all("routes", kRoute); }

TEST(JudgesAsTheHost, Paths) {
  for (const char* path :
       {"/api/v1/x/loyalty/a", "/api/v1/x/loyalty", "/api/v1/x/other/a", "/api/v1/points",
        "/api/v1/points/{id}", "/api/v1/pointsmore", "/api/v1/x/loyalty/../a", "/api/v1/x/loyalty/a//b",
        "/api/v1/x/loyalty/a/", "/api/v1/x/loyalty/{", "/api/v1/x/loyalty/{}", "/api/v1/x/loyalty/a{b}",
        "/api/v1/x/loyalty/{b}c", "/api/v1/x/loyalty/A", "/api/v1/x/loyalty/a-b_c/0", "x"})
    expect_alike(with("routes", changed(kRoute, "path", path)));
}

TEST(JudgesAsTheHost, Collections) {
  expect_alike_in_all("collections", kCollection);
  for (const char* part : {"/fields/0", "/fields/1", "/fields/2", "/indexes/0"}) {
    const json whole = json::parse(kCollection);
    const json::json_pointer at{part};
    for (const char* name :
         {"name", "type", "longest", "required", "default", "fields", "unique", "zz_unknown"})
      for (const json& odd : kOdd) {
        json one = whole;
        one[at][name] = odd;
        if (odd.is_null()) one[at].erase(name);
        expect_alike(with("collections", one.dump()));
      }
  }
  for (const char* fields :
       {R"(["customer","customer"])", R"(["nobody"])", R"(["extra"])", "[]", R"(["points"])"}) {
    json one = json::parse(kCollection);
    one["indexes"][0]["fields"] = json::parse(fields);
    expect_alike(with("collections", one.dump()));
  }
}

TEST(JudgesAsTheHost, BoundTables) {
  constexpr const char* kBound = R"({"collections":[{"name":"t","bind":"message_template"}]})";
  for (const char* id : {kId, "org.herald.templates"}) {
    expect_alike(kBound, id);
    expect_alike(R"({"collections":[{"name":"t","bind":"app_user"}]})", id);
  }
  const auto host = *records::bound_collection("message_template");
  const auto tool = sdk::testing::read_collections(kit::with_bound_fields(json::parse(kBound)).dump()).at(0);
  ASSERT_EQ(tool.fields.size(), host.fields.size());
  for (std::size_t i = 0; i < host.fields.size(); ++i) {
    EXPECT_EQ(tool.fields[i].name, host.fields[i].name);
    EXPECT_EQ(static_cast<int>(tool.fields[i].type), static_cast<int>(host.fields[i].type))
        << host.fields[i].name;
    EXPECT_EQ(tool.fields[i].required, host.fields[i].required) << host.fields[i].name;
    EXPECT_EQ(!tool.fields[i].fallback.empty(), host.fields[i].fallback.has_value()) << host.fields[i].name;
    if (host.fields[i].type != domain::FieldType::Text) continue;
    EXPECT_EQ(tool.fields[i].longest, host.fields[i].longest) << host.fields[i].name;
  }
  ASSERT_EQ(tool.indexes.size(), host.indexes.size());
  for (std::size_t i = 0; i < host.indexes.size(); ++i)
    EXPECT_EQ(tool.indexes[i].fields, host.indexes[i].fields);
}

TEST(JudgesAsTheHost, Jobs) { expect_alike_in_all("jobs", R"({"name":"sweep","every":3600})"); }

TEST(JudgesAsTheHost, Filters) {
  expect_alike_in_all("filters", R"({"name":"f","stage":"render","when":"template_id"})");
  expect_alike_in_all("filters", R"({"name":"f","stage":"policy","when":"metadata","unanswered":"allow"})");
  const std::string collection = std::string{R"({"collections":[)"} + kCollection + R"(],"filters":[)";
  for (const char* need :
       {R"({"as":"a","collection":"accounts","id":"/message/x"})",
        R"({"as":"a","collection":"nobodys","id":"/message/x"})",
        R"({"as":"message","collection":"accounts","id":"/message/x"})",
        R"({"as":"a","collection":"accounts"})",
        R"({"as":"a","collection":"accounts","id":"/message/x","where":{"customer":"/message/x"}})",
        R"({"as":"a","collection":"accounts","where":{"customer":"/message/x"},"limit":100})",
        R"({"as":"a","collection":"accounts","where":{"customer":"/message/x"},"limit":101})"})
    expect_alike(collection + R"({"name":"f","stage":"policy","needs":[)" + need + "]}]}");
}

TEST(JudgesAsTheHost, EventsAndWholeDescriptors) {
  for (const char* events :
       {R"(["message.sent"])", R"(["a"])", R"([".a"])", R"(["A.b"])", "[1]", "{}", "[]", R"(["x.y.z"])"})
    expect_alike(std::string{R"({"events":)"} + events + "}");
  for (const char* descriptor :
       {"{}", R"({"cron":[]})", R"({"routes":{}})", R"({"jobs":null})", R"({"schemas":[]})"})
    if (std::string{descriptor} != R"({"schemas":[]})") expect_alike(descriptor);
}

TEST(JudgesAsTheHost, NamesOfSchemasAndPermissions) {
  for (const auto& schema : api::all_schemas())
    EXPECT_TRUE(kit::host_has_schema(std::string{schema.name})) << schema.name;
  for (std::size_t i = 0; i < tenancy::kPermissions; ++i) {
    const auto name = std::string{tenancy::to_text(static_cast<tenancy::Permission>(i))};
    expect_alike(with("routes", changed(kRoute, "permission", name)));
  }
  for (const char* member :
       {"to_address", "metadata", "status", "attempts_count", "template_variables", "nothing"})
    expect_alike(with("filters", R"({"name":"f","stage":"policy","when":")" + std::string{member} + "\"}"));
  for (const char* schema :
       {R"({"type":"string"})", R"({"allOf":[]})", R"({"$ref":"#/$defs/Nobody"})",
        R"({"$ref":"#/$defs/Time"})", R"({"$ref":"#/$defs/Time","type":"string"})", R"({"pattern":"("})",
        R"({"properties":{"a":{"format":"uuid","minLength":"2"}}})", R"({"oneOf":[]})", R"({"enum":"a"})"})
    for (const char* name : {"Draft", "Message", "draft"}) {
      const std::string one{R"({"schemas":{")" + std::string{name} + R"(":)" + schema + R"(},"routes":[)" +
                            changed(kRoute, "response", name) + "]}"};
      if (std::string{name} != "draft") expect_alike(one);
    }
}

TEST(RecordsInMemory, AreAskedAsTheHostIs) {
  const json declared{{"collections", json::array({json::parse(kCollection)})}};
  const auto sheet = features::read_sheet(declared.dump(), kId, {});
  ASSERT_TRUE(sheet);
  const auto collection = sdk::testing::read_collections(declared.dump()).at(0);
  for (const char* query : {"{}",
                            "[]",
                            R"({"where":null})",
                            R"({"where":{}})",
                            R"({"where":{"eq":["customer","a"]}})",
                            R"({"where":{"eq":["customer",1]}})",
                            R"({"where":{"eq":["customer",null]}})",
                            R"({"where":{"ne":["customer","a"]}})",
                            R"({"where":{"eq":["nobody",1]}})",
                            R"({"where":{"eq":["extra",1]}})",
                            R"({"where":{"gt":["points",5]}})",
                            R"({"where":{"prefix":["points","a"]}})",
                            R"({"where":{"prefix":["customer","a"]}})",
                            R"({"where":{"in":["customer",[]]}})",
                            R"({"where":{"in":["customer",["a","b"]]}})",
                            R"({"where":{"is_null":"points"}})",
                            R"({"where":{"like":["customer","a"]}})",
                            R"({"where":{"or":[{"eq":["customer","a"]},{"eq":["points",1]}]}})",
                            R"({"where":{"and":[{"not":{"eq":["points",1]}},{"eq":["customer","a"]}]}})",
                            R"({"where":{"and":[]}})",
                            R"({"sort":"customer"})",
                            R"({"sort":"points"})",
                            R"({"sort":"nobody"})",
                            R"({"limit":0})",
                            R"({"limit":500})",
                            R"({"limit":501})",
                            R"({"offset":1})",
                            R"({"descending":true})",
                            R"({"where":{"eq":["points",1]},"sort":"customer"})",
                            R"({"where":{"eq":["points",1.5]}})"}) {
    const auto document = json::parse(query);
    const auto host = records::read_query(*herald::json::parse(query), *sheet->collections.at(0));
    std::string tool;
    try {
      static_cast<void>(sdk::testing::read_query(query, collection));
    } catch (const sdk::testing::RecordsRefusal& refusal) {
      tool = refusal.what();
    }
    EXPECT_EQ(bool{host}, tool.empty()) << query << ": " << tool << (host ? "" : host.error().detail);
  }
}

}  // namespace
}  // namespace herald::testing
