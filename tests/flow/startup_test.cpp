// Reasons not to start: the exit status tells the kind (sysexits.h), the message what to do.
#include <sysexits.h>

#include <filesystem>

#include "tests/flow/house.hpp"
#include "tests/support/mariadb.hpp"

namespace herald::test {
namespace {

constexpr std::chrono::seconds kLimit{30};

/// A directory and a command line for one start that is to fail.
class Startup : public testing::Test {
 protected:
  /// `settings` come after (and so replace) those of a start that would work.
  [[nodiscard]] Ended start(std::vector<std::string> settings) const {
    std::vector<std::string> all{"data.dir=" + (directory_.path() / "data").string(),
                                 "http.listen=127.0.0.1:0", "plugins.path=" + built("plugins").string()};
    all.insert(all.end(), settings.begin(), settings.end());
    std::vector<std::string> words{built("bin/heraldd").string()};
    for (std::string& setting : all) {
      words.emplace_back("--set");
      words.push_back(std::move(setting));
    }
    return run_to_end(std::move(words), kLimit);
  }
  static void expect(const Ended& ended, int status, const std::vector<std::string>& words) {
    EXPECT_EQ(ended.status, status) << ended.output;
    for (const std::string& word : words)
      EXPECT_NE(ended.output.find(word), std::string::npos) << word << " in: " << ended.output;
  }
  TemporaryDirectory directory_;
};

TEST_F(Startup, AnUnknownKeyNamesTheNearest) {
  expect(start({"http.lsten=127.0.0.1:0"}), EX_CONFIG, {"http.lsten", "did you mean 'http.listen'"});
}

TEST_F(Startup, AnUnknownKeyInTheFileNamesFileAndLine) {
  const auto file = directory_.path() / "herald.properties";
  write_file(file, "# comment\ndata.dri = /x\n");
  expect(run_to_end({built("bin/heraldd").string(), "--config", file.string()}, kLimit), EX_CONFIG,
         {file.string() + ":2", "data.dri", "did you mean 'data.dir'"});
}

TEST_F(Startup, AnUnknownOptionIsRefused) {
  const Ended ended = run_to_end({built("bin/heraldd").string(), "--lissten"}, kLimit);
  expect(ended, EX_CONFIG, {"lissten"});
}

TEST_F(Startup, ABadStorageUrlSaysWhatIsExpected) {
  expect(start({"storage.url=postgres://x"}), EX_CONFIG,
         {"storage.url", "expected sqlite:///path or mysql://", "postgres://x"});
  expect(start({"storage.url=sqlite://relative.db"}), EX_CONFIG, {"storage.url", "absolute"});
  const Ended password = start({"storage.url=mysql://herald:hush-hush@localhost/herald"});
  expect(password, EX_CONFIG, {"storage.password_file"});
  EXPECT_EQ(password.output.find("hush-hush"), std::string::npos);
}

TEST_F(Startup, AllMistakesAreNamedTogether) {
  expect(start({"http.threads=0", "log.level=loud", "egress.allow=10.0.0.0/99"}), EX_CONFIG,
         {"http.threads", "log.level", "egress.allow"});
}

TEST_F(Startup, ASecondProcessOnOneFileIsRefused) {
  const Daemon first{Dialect::Sqlite};
  expect(start({"data.dir=" + first.directory().string()}), EX_TEMPFAIL,
         {"already_running", "stop it first"});
  expect(start({"storage.url=" + first.storage_url()}), EX_TEMPFAIL, {"already_running", "herald.db"});
}

TEST_F(Startup, TheLeaseHasItsLimits) {
  for (const char* seconds : {"3", "301"})
    expect(start({std::string{"cluster.lease_seconds="} + seconds}), EX_CONFIG,
           {"cluster.lease_seconds", seconds});
  for (const char* seconds : {"4", "300"})
    EXPECT_NO_THROW(Daemon(Dialect::Sqlite, {.settings = {std::string{"cluster.lease_seconds="} + seconds}}));
}

TEST_F(Startup, ATakenPortIsNamed) {
  const Daemon first{Dialect::Sqlite};
  const std::string address = "127.0.0.1:" + std::to_string(first.port());
  const Ended ended = start({"http.listen=" + address});
  expect(ended, EX_UNAVAILABLE, {address, "already in use"});
}

TEST_F(Startup, AKeyFileThatOthersMayReadIsRefused) {
  ASSERT_EQ(
      run_to_end({"/bin/cp", "-r", Daemon{Dialect::Sqlite}.directory().string(), directory_.path() / "data"},
                 kLimit)
          .status,
      0);
  const auto ring = directory_.path() / "data" / "ring";
  std::filesystem::permissions(ring, std::filesystem::perms::owner_read | std::filesystem::perms::group_read);
  expect(start({"vault.keyfile=" + ring.string()}), EX_CONFIG, {ring.string(), "0600", "0440"});
}

TEST_F(Startup, ADamagedKeyFileIsRefusedWithoutShowingIt) {
  const auto ring = directory_.path() / "ring";
  write_file(ring, "hush-hush");
  const Ended ended = start({"vault.keyfile=" + ring.string()});
  expect(ended, EX_CONFIG, {ring.string()});
  EXPECT_EQ(ended.output.find("hush-hush"), std::string::npos);
}

TEST_F(Startup, MysqlWithoutAKeyFileSaysWhereToGetIt) {
  const std::string url = fresh_storage_url(Dialect::Mysql, directory_.path());
  expect(start({"storage.url=" + url}), EX_CONFIG, {"keyfile_missing", "vault.key", "copy it"});
}

TEST_F(Startup, AnUnreachableDatabaseIsNamed) {
  const Daemon donor{Dialect::Sqlite};
  const std::string ring = "vault.keyfile=" + (donor.directory() / "ring").string();
  const std::string socket = (directory_.path() / "nobody.sock").string();
  expect(start({ring, "storage.url=mysql://herald@localhost/herald?socket=" + socket}), EX_UNAVAILABLE,
         {"database"});
}

TEST_F(Startup, ADatabaseFileInNoDirectoryIsNamed) {
  const Ended ended =
      start({"storage.url=sqlite://" + (directory_.path() / "missing" / "herald.db").string()});
  expect(ended, EX_UNAVAILABLE, {"missing/herald.db"});
}

TEST_F(Startup, APluginDirectoryThatIsNoneIsNamed) {
  const std::string file = (directory_.path() / "file").string();
  write_file(file, "x");
  expect(start({"plugins.path=" + file}), EX_CONFIG, {"plugins.path", file});
  expect(start({"plugins.path=" + (directory_.path() / "nowhere").string()}), EX_CONFIG,
         {"plugins.path", "nowhere"});
}

TEST_F(Startup, ADataDirectoryThatIsAFileIsRefused) {
  const std::string file = (directory_.path() / "file").string();
  write_file(file, "x");
  expect(start({"data.dir=" + file}), EX_CONFIG, {"data.dir", file});
}

}  // namespace
}  // namespace herald::test
