#include "host/ctl/command.hpp"

#include <gtest/gtest.h>

#include "host/ctl/options.hpp"

namespace herald::ctl {
namespace {

const Instant kNow = from_rfc3339("2025-06-01T12:00:00Z").value();
using Line = std::vector<std::string>;

Result<Command> read(const Line& words) { return read_command(words, kNow); }

/// What a command sends: method, target and body.
std::string sent(const Line& words) {
  const auto command = read(words);
  if (!command) return command.error().detail;
  const http::Request& request = command->request;
  return request.method_text + " " + request.target + (request.body.empty() ? "" : " " + request.body);
}

TEST(Command, each_becomes_one_request) {
  EXPECT_EQ(sent({"migrate"}), "POST /api/v1/admin/migrate {}");
  EXPECT_EQ(sent({"tenant", "create", "Acme & Co", "--region", "GB"}),
            R"(POST /api/v1/admin/tenants {"name":"Acme & Co","default_region":"GB"})");
  EXPECT_EQ(sent({"tenant", "create", "Acme"}), R"(POST /api/v1/admin/tenants {"name":"Acme"})");
  EXPECT_EQ(sent({"tenant", "list"}), "GET /api/v1/admin/tenants");
  EXPECT_EQ(sent({"user", "create", "--tenant", "t", "--email", "e", "--name", "n", "--role", "r"}),
            R"(POST /api/v1/admin/users {"tenant_id":"t","email":"e","display_name":"n","role":"r"})");
  EXPECT_EQ(sent({"apikey", "revoke", "0189-ab"}), "DELETE /api/v1/admin/api-keys/0189-ab");
  EXPECT_EQ(sent({"plugin", "list"}), "GET /api/v1/admin/plugins");
  EXPECT_EQ(sent({"plugin", "show", "org.one"}), "GET /api/v1/admin/plugins/org.one");
  EXPECT_EQ(sent({"plugin", "rescan"}), "POST /api/v1/admin/plugins/rescan {}");
  EXPECT_EQ(sent({"plugin", "enable", "org.one"}), "POST /api/v1/admin/plugins/org.one/enable {}");
  EXPECT_EQ(sent({"plugin", "disable", "org.one"}), "POST /api/v1/admin/plugins/org.one/disable {}");
  EXPECT_EQ(sent({"plugin", "rollback", "org.one"}), "POST /api/v1/admin/plugins/org.one/rollback {}");
  EXPECT_EQ(sent({"channel", "list"}), "GET /api/v1/admin/channels");
  EXPECT_EQ(sent({"audit", "verify"}), "POST /api/v1/admin/audit-verify {}");
  EXPECT_EQ(sent({"doctor"}), "GET /api/v1/admin/doctor");
}

TEST(Command, a_key_has_a_name_scopes_mode_and_an_expiry_in_days_or_as_a_time) {
  EXPECT_EQ(sent({"apikey", "create", "--tenant", "t"}),
            R"(POST /api/v1/admin/api-keys {"tenant_id":"t","name":"default"})");
  EXPECT_EQ(sent({"apikey", "create", "--tenant", "t", "--name", "ci", "--scopes", "a,,b", "--mode", "test",
                  "--expires", "30d"}),
            R"(POST /api/v1/admin/api-keys {"tenant_id":"t","name":"ci","mode":"test","scopes":["a","b"],)"
            R"("expires_at":"2025-07-01T12:00:00.000Z"})");
  EXPECT_NE(sent({"apikey", "create", "--tenant", "t", "--expires", "2030-01-01T00:00:00Z"}).find("2030"),
            std::string::npos);
  for (const char* bad : {"d", "0d", "-1d", "3xd", "36501d"})
    EXPECT_FALSE(read({"apikey", "create", "--tenant", "t", "--expires", bad})) << bad;
}

TEST(Command, wrong_usage_says_what_was_expected) {
  EXPECT_EQ(sent({}), "expected a command; --help lists them");
  EXPECT_EQ(sent({"tenant"}), "'tenant' is no command; --help lists them");
  EXPECT_EQ(sent({"tenant", "fly"}), "'tenant fly' is no command; --help lists them");
  EXPECT_EQ(sent({"tenant", "create"}), "tenant create: expected NAME");
  EXPECT_EQ(sent({"tenant", "create", "a", "b"}), "tenant create: did not expect 'b'");
  EXPECT_EQ(sent({"tenant", "create", "a", "--colour", "b"}), "tenant create: unknown option --colour");
  EXPECT_EQ(sent({"tenant", "create", "a", "--region"}), "tenant create: expected a value after --region");
  EXPECT_EQ(sent({"tenant", "create", "a", "--region", "GB", "--region", "DE"}),
            "tenant create: expected --region once");
  EXPECT_EQ(sent({"user", "create", "--tenant", "t"}), "user create: expected --email with a value");
}

TEST(Command, an_id_cannot_leave_its_place_in_the_path) {
  EXPECT_FALSE(read({"apikey", "revoke", "../tenants"}));
  EXPECT_FALSE(read({"apikey", "revoke", "a b"}));
  EXPECT_FALSE(read({"plugin", "enable", "../tenants"}));
  EXPECT_FALSE(read({"plugin", "show", ".."}));
}

TEST(Options, are_taken_from_anywhere_in_the_line) {
  const Line args{"tenant", "--json", "list", "--set", "a.b=1", "--config", "f", "--set", "c.d=2"};
  const auto options = read_options(args);
  EXPECT_EQ(options->command, (Line{"tenant", "list"}));
  EXPECT_TRUE(options->json);
  EXPECT_EQ(options->config_file, "f");
  EXPECT_EQ(options->sets, (Line{"a.b=1", "c.d=2"}));
  EXPECT_FALSE(read_options(Line{"--set"}));
}

}  // namespace
}  // namespace herald::ctl
