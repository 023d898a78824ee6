#include "host/ctl/export_journal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "host/ctl/export_check.hpp"
#include "host/journal/export_line.hpp"
#include "tests/unit/journal/sample_chain.hpp"

namespace herald::ctl {
namespace {

/// A server with one shard of seven entries, which gives three of them at once; the third has a checkpoint.
struct FakeServer {
  std::vector<domain::JournalEntry> chain{journal::sample_chain(5, 7)};
  journal::CheckpointSigner signer{journal::CheckpointSigner::from_seed(std::string(64, '1')).value()};
  std::vector<std::string> asked;
  std::optional<http::Response> instead;  ///< of a page

  Result<http::Response> answer(const http::Request& request) {
    asked.push_back(request.target);
    http::Response response;
    if (request.path == "/api/v1/admin/audit-manifest") {
      response.body = manifest() + "\n";
      return response;
    }
    if (instead) return *instead;
    const auto after =
        static_cast<std::size_t>(std::stoi(request.query.substr(request.query.find("after=") + 6)));
    for (std::size_t i = after; i < std::min(after + 3, chain.size()); ++i) {
      response.body += journal::format_line(chain[i]) + "\n";
      if (i == 2) response.body += journal::format_line(signer.sign(5, {3, chain[2].chain_hash})) + "\n";
    }
    return response;
  }
  [[nodiscard]] std::string manifest() const {
    return journal::format_line(
        journal::make_manifest(signer, Instant{}, {{5, {7, chain.back().chain_hash}}}));
  }
  Result<Done> write(std::ostream& out) {
    return export_journal([this](const http::Request& request) { return answer(request); }, out);
  }
};

TEST(ExportJournal, asks_for_page_after_page_and_writes_them_as_they_come) {
  FakeServer server;
  std::stringstream out;
  ASSERT_TRUE(server.write(out));
  EXPECT_EQ(server.asked, (std::vector<std::string>{"/api/v1/admin/audit-manifest",
                                                    "/api/v1/admin/audit-entries?shard=5&after=0&until=7",
                                                    "/api/v1/admin/audit-entries?shard=5&after=3&until=7",
                                                    "/api/v1/admin/audit-entries?shard=5&after=6&until=7"}));
  const auto checked = check_export(out, std::vector{server.signer.public_key()});
  ASSERT_TRUE(checked) << checked.error().detail;
  EXPECT_TRUE(checked->starts_with(R"({"intact":true,"entries":7,"erased":0,"checkpoints":1,)")) << *checked;
}

TEST(ExportJournal, fails_where_entries_are_missing) {
  FakeServer server;
  server.instead = http::Response{};
  std::stringstream out;
  const auto done = server.write(out);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().detail, "expected entries of shard 5 after 0, found none");
}

TEST(ExportJournal, repeats_what_the_server_says_against_it) {
  FakeServer server;
  server.instead =
      http::Response{503, "application/problem+json", {}, R"({"detail":"the database is away"})"};
  std::stringstream out;
  const auto done = server.write(out);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().detail, "refused (503): the database is away");
}

TEST(ExportJournal, fails_when_nothing_can_be_written) {
  FakeServer server;
  std::stringstream out;
  out.setstate(std::ios::badbit);
  const auto done = server.write(out);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().detail, "the export cannot be written");
}

}  // namespace
}  // namespace herald::ctl
