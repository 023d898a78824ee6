#include "host/api/audit.hpp"

#include <gtest/gtest.h>

#include "tests/unit/api/world.hpp"

namespace herald::api {
namespace {

class FakeSource final : public AuditSource {
 public:
  std::optional<AuditRange> asked;
  std::string public_key() override { return "abc"; }
  Result<std::string> manifest() override {
    return Error{.code = Errc::Conflict, .reason = "journal_truncated", .detail = "cut off"};
  }
  Result<std::string> lines(const AuditRange& range) override {
    asked = range;
    return std::string{"{}\n"};
  }
};

struct Archive {
  FakeSource source;
  Router router{peer_authenticator(990)};
  Archive() { router.mount<AuditPorts>(kAuditRoutes, {source}); }
  http::Response get(const std::string& target, unsigned uid = 990) {
    http::Request request = request_of(http::Method::Get, target);
    request.peer_uid = uid;
    return router.handle(request);
  }
};

TEST(Audit, tells_the_public_key) {
  EXPECT_EQ(Archive{}.get("/api/v1/admin/audit-key").body, R"({"public_key":"abc"})");
}

TEST(Audit, is_for_operators_only) { EXPECT_EQ(Archive{}.get("/api/v1/admin/audit-key", 1000).status, 403); }

TEST(Audit, gives_a_page_of_lines) {
  Archive archive;
  const auto response = archive.get("/api/v1/admin/audit-entries?shard=63&after=0&until=7");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/x-ndjson");
  EXPECT_EQ(response.body, "{}\n");
  EXPECT_EQ(archive.source.asked->shard, 63);
  EXPECT_EQ(archive.source.asked->after, 0);
  EXPECT_EQ(archive.source.asked->until, 7);
}

TEST(Audit, names_every_wrong_end_of_a_range) {
  Archive archive;
  const auto response = archive.get("/api/v1/admin/audit-entries?shard=64&after=-1");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(pointers(response), (std::vector<std::string>{"/query/shard", "/query/after", "/query/until"}));
  EXPECT_FALSE(archive.source.asked);
}

TEST(Audit, does_not_export_what_was_cut_off) {
  EXPECT_EQ(Archive{}.get("/api/v1/admin/audit-manifest").status, 409);
}

}  // namespace
}  // namespace herald::api
