// The disk fills up under a running daemon and is emptied again: refused cleanly meanwhile, nothing half
// done. The disk is a small tmpfs that the test mounts, which takes root; elsewhere the test is skipped.
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/flow/readiness.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

/// A file system of `mebi` MiB. [one thread]
class SmallDisk final {
 public:
  explicit SmallDisk(int mebi) {
    const std::string size = "size=" + std::to_string(mebi) + "m";
    mounted_ = ::mount("herald-test", path().c_str(), "tmpfs", 0, size.c_str()) == 0;
    if (!mounted_) trouble_ = std::strerror(errno);
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return directory_.path(); }
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  /// Leaves about this much.
  void fill_up_to(std::uintmax_t free) {
    const int file = ::open((path() / "ballast").c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const std::string block(4096, 'x');
    while (std::filesystem::space(path()).available > free)
      if (::write(file, block.data(), block.size()) <= 0) break;
    ::close(file);
  }
  void empty() { std::filesystem::remove(path() / "ballast"); }

 private:
  TemporaryDirectory directory_;
  bool mounted_{false};
  std::string trouble_;
};

class DiskFull : public testing::Test {
 protected:
  void SetUp() override {
    if (!disk_.trouble().empty()) GTEST_SKIP() << "cannot mount a small disk: " << disk_.trouble();
    daemon_.emplace(Dialect::Sqlite, DaemonOptions{.settings = {"storage.url=sqlite://" +
                                                                    (disk_.path() / "herald.db").string(),
                                                                "data.reserve_mib=8"}});
    tenant_.emplace(daemon_->port(), daemon_->make_key("full"));
    channel_ = tenant_->make_channel(sandbox_.channel("sandbox"));
  }
  HttpReply post(const std::string& text) {
    return tenant_->post({{"channel_id", channel_}, {"to_address", "+15005550100"}, {"message_body", text}},
                         text);
  }
  /// Sends until the disk refuses; the texts that were taken, by message id.
  HttpReply post_until_refused(std::map<std::string, std::string>& taken) {
    for (int i = 0; i < 5'000; ++i) {
      const std::string text = "full " + std::to_string(i);
      HttpReply reply = post(text);
      if (reply.status != 201) return reply;
      taken[text] = json::parse(reply.body).at("id");
    }
    return {};
  }

  SmallDisk disk_{64};
  FarSide sandbox_;
  std::optional<Daemon> daemon_;
  std::optional<Tenant> tenant_;
  std::string channel_;
};

TEST_F(DiskFull, LittleRoomIsToldBeforeThereIsNone) {
  EXPECT_EQ(ready_status(*daemon_), 200);
  disk_.fill_up_to(6U << 20U);
  EXPECT_TRUE(eventually([&] { return ready_status(*daemon_) == 503; }));
  EXPECT_NE(reason_of(*daemon_, "disk").find("expected at least 8 MiB"), std::string::npos);
  EXPECT_EQ(reason_of(*daemon_, "database"), "");
  EXPECT_EQ(post("there is room yet").status, 201);
  disk_.empty();
  EXPECT_TRUE(eventually([&] { return ready_status(*daemon_) == 200; }));
}

TEST_F(DiskFull, AWriteIsRefusedWholeAndWorksAgainLater) {
  disk_.fill_up_to(0);
  std::map<std::string, std::string> taken;
  const HttpReply refused = post_until_refused(taken);
  EXPECT_EQ(refused.status, 503) << refused.body;
  EXPECT_EQ(refused.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(refused.header("Retry-After"), "30");
  const json problem = json::parse(refused.body);
  EXPECT_EQ(problem.at("code"), "disk_full");
  EXPECT_EQ(problem.at("retryable"), true);
  EXPECT_TRUE(eventually([&] { return reason_of(*daemon_, "disk") != ""; }));
  EXPECT_EQ(ready_status(*daemon_), 503);
  EXPECT_EQ(tenant_->messages().size(), taken.size()) << "of a refused message nothing is kept";

  disk_.empty();
  const std::string text = "full " + std::to_string(taken.size());
  EXPECT_TRUE(eventually([&] { return post(text).status == 201; })) << "the promise to answer alike is free";
  EXPECT_TRUE(eventually([&] { return ready_status(*daemon_) == 200; }));
  EXPECT_EQ(tenant_->messages().size(), taken.size() + 1);
  for (const auto& [said, id] : taken) {
    EXPECT_EQ(tenant_->await(id, "DELIVERED").at("status"), "DELIVERED") << said;
    EXPECT_EQ(sandbox_.count(said), 1) << said;
  }
  EXPECT_TRUE(eventually([&] { return sandbox_.count(text) == 1; }));
  EXPECT_EQ(json::parse(daemon_->admin("POST", "/api/v1/admin/audit-verify").body).at("intact"), true);
}

}  // namespace
}  // namespace herald::test
