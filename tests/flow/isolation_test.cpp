// Each operation of the OpenAPI document at each place that takes an id, with a real object of another
// tenant, and with each permission missing: refused, and nothing of the other tenant has moved.
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/flow/api_document.hpp"
#include "tests/flow/house.hpp"
#include "tests/flow/tenant_objects.hpp"
#include "tests/flow/tenant_rows.hpp"
#include "tests/flow/true_sums.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

constexpr const char* kNobodys = "01890000-0000-7000-8000-00000000dead";

/// Without permission and ids, but the body is signed with a channel's secret.
const std::set<std::string> kSigned{"receiveGenericWebhook"};

/// Without permission, by a link that the host seals: one that it did not make leads nowhere.
const std::set<std::string> kByLink{"followMediaLink"};

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// What tells two refusals apart: status and body without the request's id and the object's.
std::string essence(const HttpReply& reply, const std::string& object) {
  std::string body = reply.body;
  const json problem = json::parse(body, nullptr, false);
  if (problem.is_object() && problem.contains("request_id"))
    replace_all(body, problem["request_id"].get<std::string>(), "(request)");
  replace_all(body, object, "(object)");
  return std::to_string(reply.status) + " " + body;
}

class Isolation : public testing::TestWithParam<Dialect> {
 protected:
  void SetUp() override {
    HttpClient client{daemon_.port()};
    const HttpReply reply = client.send({.target = "/api/v1/openapi.json"});
    ASSERT_EQ(reply.status, 200);
    document_ = read_api_document(json::parse(reply.body));
    for (const std::string& gap : document_.gaps) ADD_FAILURE() << gap;
    for (const ApiOperation& operation : document_.operations)
      for (const IdPosition& position : operation.ids) prepare(operation, position);
    await_rest();
    EXPECT_GT(std::ranges::count(before_, '\n'), 10);
  }
  /// The sums of conversations follow their messages by a moment.
  void await_rest() {
    Tenant reader = with_scopes(daemon_, victim_.tenant(), {"conversations.*", "communication.*"});
    EXPECT_EQ(wrong_sums(reader), "");
    before_ = rows_of_tenant(daemon_, victim_.tenant());
  }
  void prepare(const ApiOperation& operation, const IdPosition& position) {
    std::string& id = foreign_[position.kind];
    if (id.empty()) id = victim_.make(position.kind);
    EXPECT_NE(id, "") << operation.id << ": there is no real object of kind " << position.kind
                      << "; add a maker to tests/flow/tenant_objects.cpp";
  }
  /// The operation with the intruder's own objects everywhere but at `position`, where `id` goes.
  HttpReply call(const ApiOperation& operation, const std::string& key, const IdPosition* position = nullptr,
                 const std::string& id = {}, Headers headers = {}) {
    std::string target = operation.path;
    json body = operation.body.empty() ? json{} : intruder_.body(operation.body);
    EXPECT_TRUE(operation.body.empty() || !body.is_null())
        << operation.id << ": there is no sample of " << operation.body
        << "; add one to tests/flow/tenant_objects.cpp";
    for (const auto& [name, schema] : operation.plain) {
      EXPECT_NE(TenantObjects::plain(schema), "") << operation.id << ": there is no sample of " << schema;
      replace_all(target, "{" + name + "}", TenantObjects::plain(schema));
    }
    for (const IdPosition& one : operation.ids) {
      const bool chosen = position != nullptr && one.in == position->in && one.name == position->name;
      if (!chosen && one.in != "path") continue;
      const std::string value = chosen ? id : intruder_.make(one.kind);
      if (one.in == "path") replace_all(target, "{" + one.name + "}", value);
      if (one.in == "query")
        target += (target.find('?') == std::string::npos ? "?" : "&") + one.name + "=" + value;
      if (one.in == "body") body[json::json_pointer{one.name}] = value;
      if (one.in == "body" && one.kind == "TemplateId")
        body.erase("message_body");  // which the template makes
    }
    if (!key.empty()) headers.emplace_back("Authorization", "Bearer " + key);
    if (!operation.body.empty()) headers.emplace_back("Content-Type", "application/json");
    HttpClient client{daemon_.port()};
    const std::string file = operation.upload ? "a file" : "";
    return client.send(
        {operation.method, target, std::move(headers), operation.body.empty() ? file : body.dump()});
  }
  void expect_unmoved(const std::string& what) {
    EXPECT_EQ(rows_of_tenant(daemon_, victim_.tenant()), before_) << what << " has changed the other tenant";
  }
  void try_position(const ApiOperation& operation, const IdPosition& position) {
    const std::string what = operation.id + ", " + position.in + " " + position.name;
    const std::string& id = foreign_.at(position.kind);
    const std::string key = operation.permission.empty() ? "" : all_;
    if (!operation.permission.empty()) {
      const HttpReply own = call(operation, key, &position, intruder_.make(position.kind));
      EXPECT_TRUE(own.status < 300 || own.status == 409) << what << " refuses an own object: " << own.body;
    }
    const HttpReply foreign = call(operation, key, &position, id);
    EXPECT_TRUE(foreign.status == 404 || foreign.status == 403) << what << ": " << foreign.status;
    const HttpReply nobodys = call(operation, key, &position, kNobodys);
    EXPECT_EQ(essence(foreign, id), essence(nobodys, kNobodys)) << what << " tells that the object exists";
    expect_unmoved(what);
    ++positions_;
  }
  void try_permission(const ApiOperation& operation) {
    json others = json::array();
    for (const std::string& one : permissions_)
      if (one != operation.permission) others.push_back(one);
    const HttpReply without = call(operation, intruder_.key(others));
    EXPECT_EQ(without.status, 403) << operation.id << ": " << without.body;
    EXPECT_NE(without.body.find(operation.permission), std::string::npos) << without.body;
    EXPECT_EQ(call(operation, "").status, 401) << operation.id;
    const HttpReply with = call(operation, intruder_.key({operation.permission}));
    EXPECT_TRUE(with.status < 300 || with.status == 409)
        << operation.id << " with its permission alone: " << with.body;
    const HttpReply header = call(operation, all_, nullptr, "", {{"X-Tenant-ID", victim_.tenant()}});
    EXPECT_EQ(header.status, 403) << operation.id << " with another tenant in X-Tenant-ID";
    expect_unmoved(operation.id);
    covered_.insert(operation.permission);
  }

  FarSide sandbox_;
  Daemon daemon_{GetParam(), {.only = {}}};
  TenantObjects victim_{daemon_, sandbox_, "victim"};
  TenantObjects intruder_{daemon_, sandbox_, "intruder"};
  std::string all_{intruder_.key({"*"})};
  ApiDocument document_;
  std::map<std::string, std::string> foreign_;
  std::set<std::string> permissions_;
  std::set<std::string> covered_;
  std::string before_;
  int positions_{0};
};

TEST_P(Isolation, HoldsForEachOperationAtEachIdAndForEachPermission) {
  for (const ApiOperation& operation : document_.operations)
    if (!operation.permission.empty()) permissions_.insert(operation.permission);
  std::set<std::string> tested;
  std::set<std::string> described;
  std::size_t wanted = 0;
  for (const ApiOperation& operation : document_.operations) {
    described.insert(operation.id);
    wanted += operation.ids.size();
    for (const IdPosition& position : operation.ids) try_position(operation, position);
    if (operation.permission.empty() && operation.ids.empty()) {
      const int status = call(operation, "").status;
      const int refused = kSigned.contains(operation.id) ? 403 : kByLink.contains(operation.id) ? 404 : 0;
      EXPECT_TRUE(refused != 0 ? status == refused : status < 300)
          << operation.id << " for everybody: " << status;
      expect_unmoved(operation.id);
    }
    if (!operation.permission.empty()) try_permission(operation);
    tested.insert(operation.id);
  }
  EXPECT_EQ(tested, described);
  EXPECT_EQ(tested.size(), document_.operations.size()) << "an operationId is used twice";
  EXPECT_EQ(static_cast<std::size_t>(positions_), wanted);
  EXPECT_EQ(covered_, permissions_);
  std::printf("isolation on %s: %zu of %zu operations, %d of %zu id positions, %zu of %zu permissions\n",
              to_text(GetParam()).c_str(), tested.size(), document_.operations.size(), positions_, wanted,
              covered_.size(), permissions_.size());
}

HERALD_ON_BOTH_DATABASES(Isolation);

TEST(ApiDocument, AnIdWithoutAKindIsAGap) {
  const json position{{"in", "path"}, {"name", "thing_id"}, {"schema", {{"type", "string"}}}};
  const json operation{
      {"operationId", "showThing"}, {"parameters", json::array({position})}, {"security", json::array()}};
  const json document{{"paths", {{"/things/{thing_id}", {{"get", operation}}}}},
                      {"components", {{"schemas", json::object()}}}};
  const ApiDocument read = read_api_document(document);
  ASSERT_EQ(read.gaps.size(), 1U);
  EXPECT_NE(read.gaps[0].find("showThing: path thing_id"), std::string::npos);
}

}  // namespace
}  // namespace herald::test
