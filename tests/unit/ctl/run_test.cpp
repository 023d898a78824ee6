#include "host/ctl/run.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "host/http/server.hpp"

namespace herald::ctl {
namespace {

constexpr SettingSpec kSettings[] = {{"data.dir", "/nonexistent", "where the data is"}};

/// A data directory, a server that answers as told, and what a command wrote.
struct Shell {
  std::filesystem::path directory;
  http::Response answer;
  std::optional<http::Request> seen;  ///< what reached the server in this process
  std::optional<Error> closed;        ///< why the data cannot be opened
  std::ostringstream out;
  std::ostringstream err;

  Shell() {
    std::string pattern = (std::filesystem::temp_directory_path() / "herald-ctl-XXXXXX").string();
    directory = ::mkdtemp(pattern.data());
  }
  ~Shell() { std::filesystem::remove_all(directory); }
  Shell(const Shell&) = delete;
  Shell& operator=(const Shell&) = delete;

  int operator()(std::vector<std::string> args) {
    args.insert(args.end(), {"--set", "data.dir=" + directory.string()});
    return plain(std::move(args));
  }
  int plain(std::vector<std::string> args, std::vector<std::string> environment = {}) {
    const LocalServer local = [this](const Settings&) -> Result<http::Handler> {
      if (closed) return *closed;
      return http::Handler{[this](const http::Request& request) {
        seen = request;
        return answer;
      }};
    };
    out.str("");
    err.str("");
    return run({std::move(args), std::move(environment), out, err}, Settings{kSettings}, local);
  }
};

TEST(Run, without_a_daemon_the_request_is_answered_in_process) {
  Shell shell;
  shell.answer.body =
      R"({"data":[{"id":"t1","name":"Acme","default_region":null,"status":"ACTIVE","created_at":"x"}]})";
  EXPECT_EQ(shell({"tenant", "list"}), kOk);
  EXPECT_EQ(shell.out.str(),
            "id  name  default_region  status  created_at\nt1  Acme                  ACTIVE  x\n");
  ASSERT_TRUE(shell.seen);
  EXPECT_EQ(shell.seen->path, "/api/v1/admin/tenants");
  EXPECT_EQ(shell.seen->peer_uid, ::geteuid());
}

TEST(Run, a_socket_that_nobody_listens_on_counts_as_no_daemon) {
  Shell shell;
  std::ofstream{shell.directory / "admin.sock"} << "";
  shell.answer.body = R"({"healthy":true})";
  EXPECT_EQ(shell({"doctor"}), kOk);
  EXPECT_TRUE(shell.seen);
}

TEST(Run, a_listening_daemon_is_asked_instead) {
  Shell shell;
  std::string body;
  http::Server daemon{{.address = "unix:" + (shell.directory / "admin.sock").string()},
                      {},
                      [&](const http::Request& request) {
                        if (request.path != "/healthz") body = request.body;
                        return http::Response{201, "application/json", {}, R"({"id":"t1"})"};
                      }};
  ASSERT_TRUE(daemon.start());
  EXPECT_EQ(shell({"tenant", "create", "Acme"}), kOk);
  EXPECT_EQ(body, R"({"name":"Acme"})");
  EXPECT_EQ(shell.out.str(), "id  t1\n");
  EXPECT_FALSE(shell.seen);
}

TEST(Run, json_prints_the_resource_as_received) {
  Shell shell;
  shell.answer.body = R"({"b":1,"a":2})";
  EXPECT_EQ(shell({"tenant", "create", "Acme", "--json"}), kOk);
  EXPECT_EQ(shell.out.str(), "{\"b\":1,\"a\":2}\n");
}

TEST(Run, a_refusal_prints_detail_and_every_error_and_exits_1) {
  Shell shell;
  shell.answer = {
      400,
      "application/problem+json",
      {},
      R"({"code":"invalid_body","detail":"two problems","errors":[{"pointer":"/name","detail":"is required"},)"
      R"({"pointer":"/x","detail":"is not a known field"}]})"};
  EXPECT_EQ(shell({"tenant", "create", "Acme"}), kRefused);
  EXPECT_EQ(shell.err.str(),
            "refused (400): two problems\n  /name: is required\n  /x: is not a known field\n");
  EXPECT_EQ(shell.out.str(), "");
}

TEST(Run, columns_that_nothing_fills_and_empty_lists_are_left_out) {
  Shell shell;
  shell.answer.body =
      R"({"healthy":true,"findings":[{"name":"database","ok":true,"reason":null},{"name":"clock","ok":true}],"jobs":[]})";
  EXPECT_EQ(shell({"doctor"}), kOk);
  EXPECT_EQ(shell.out.str(), "healthy  true\n\nfindings\nname      ok\ndatabase  true\nclock     true\n");
}

TEST(Run, a_verification_that_found_something_exits_1) {
  Shell shell;
  shell.answer.body = R"({"intact":false,"entries":2,"complaints":[{"kind":"gap","seq":2}]})";
  EXPECT_EQ(shell({"audit", "verify"}), kRefused);
  EXPECT_EQ(shell.out.str(), "entries  2\nintact   false\n\ncomplaints\nkind  seq\ngap   2\n");
  shell.answer.body = R"({"intact":true})";
  EXPECT_EQ(shell({"audit", "verify"}), kOk);
}

TEST(Run, a_revoked_key_is_just_done) {
  Shell shell;
  shell.answer = {204, "", {}, ""};
  EXPECT_EQ(shell({"apikey", "revoke", "0189"}), kOk);
  EXPECT_EQ(shell.out.str(), "done\n");
}

TEST(Run, wrong_usage_exits_2_and_touches_nothing) {
  Shell shell;
  EXPECT_EQ(shell({"tenant", "fly"}), kUsage);
  EXPECT_EQ(shell({"tenant", "list", "--set", "nonsense"}), kUsage);
  EXPECT_EQ(shell({"tenant", "list", "--set", "data.dri=x"}), kUsage);
  EXPECT_NE(shell.err.str().find("did you mean 'data.dir'"), std::string::npos);
  EXPECT_EQ(shell({"tenant", "list", "--config", "/nonexistent/file"}), kUsage);
  EXPECT_FALSE(shell.seen);
}

TEST(Run, nobody_to_answer_exits_3) {
  Shell shell;
  shell.closed = Error{.code = Errc::Unavailable, .reason = "data_in_use", .detail = "the data is in use"};
  EXPECT_EQ(shell({"doctor"}), kUnreachable);
  EXPECT_EQ(shell.err.str(), "the data is in use\n");
}

TEST(Run, later_settings_win_over_earlier_ones) {
  Shell shell;
  std::ofstream{shell.directory / "conf"} << "data.dir = /wrong/file\n";
  shell.answer.body = R"({"healthy":true})";
  const std::string config = (shell.directory / "conf").string();
  http::Server daemon{{.address = "unix:" + (shell.directory / "admin.sock").string()},
                      {},
                      [](const http::Request&) { return http::Response{.body = R"({"healthy":false})"}; }};
  ASSERT_TRUE(daemon.start());
  EXPECT_EQ(shell.plain({"doctor", "--config", config}), kOk);
  EXPECT_EQ(shell.plain({"doctor", "--config", config}, {"HERALD_DATA_DIR=" + shell.directory.string()}),
            kRefused);
}

TEST(Run, control_characters_never_reach_the_terminal) {
  Shell shell;
  shell.answer.body = R"({"name":"\u001b[2Jx"})";
  EXPECT_EQ(shell({"tenant", "create", "a"}), kOk);
  EXPECT_EQ(shell.out.str(), "name  ?[2Jx\n");
}

TEST(Run, an_export_is_verified_without_any_server) {
  Shell shell;
  std::ofstream{shell.directory / "export"} << "no export\n";
  EXPECT_EQ(shell.plain({"audit", "verify", "--export", (shell.directory / "export").string()}), kRefused);
  EXPECT_EQ(shell.err.str().substr(0, 7), "line 1:");
  EXPECT_EQ(shell.plain({"audit", "verify", "--export", (shell.directory / "missing").string()}), kRefused);
  EXPECT_EQ(shell.err.str().substr(0, 11), "cannot read");
  EXPECT_FALSE(shell.seen);
}

TEST(Run, an_export_that_is_refused_leaves_no_file) {
  Shell shell;
  shell.answer = {409, "application/problem+json", {}, R"({"detail":"shard 5, entry 9: cut off"})"};
  const auto path = shell.directory / "export";
  EXPECT_EQ(shell({"audit", "export", "--out", path.string()}), kRefused);
  EXPECT_EQ(shell.err.str(), "refused (409): shard 5, entry 9: cut off\n");
  EXPECT_FALSE(std::filesystem::exists(path) || std::filesystem::exists(path.string() + ".part"));
}

TEST(Run, an_empty_journal_exports_its_manifest) {
  Shell shell;
  shell.answer.body =
      R"({"kind":"manifest","at":"2026-01-01T00:00:00.000Z","heads":[],"public_key":"k","signature":"s"})"
      "\n";
  EXPECT_EQ(shell({"audit", "export"}), kOk);
  EXPECT_EQ(shell.out.str(), shell.answer.body);
  EXPECT_EQ(shell.seen->path, "/api/v1/admin/audit-manifest");
}

TEST(Run, help_lists_the_commands) {
  Shell shell;
  EXPECT_EQ(shell.plain({"--help"}), kOk);
  EXPECT_NE(shell.out.str().find("apikey create"), std::string::npos);
}

}  // namespace
}  // namespace herald::ctl
