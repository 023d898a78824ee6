#include "host/channel_log/channel_log.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace herald::channel_log {
namespace {

using std::chrono::seconds;

class StandingClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{}; }
  [[nodiscard]] Tick tick() const override { return Tick{}; }
};

class ChannelLogFile : public ::testing::Test {
 protected:
  ChannelLogFile() : nowhere_{::open("/dev/null", O_WRONLY | O_CLOEXEC)} {
    std::string pattern = (std::filesystem::temp_directory_path() / "herald-log-XXXXXX").string();
    directory_ = ::mkdtemp(pattern.data());
    path_ = (directory_ / "channel_log.db").string();
    reopen();
  }
  ~ChannelLogFile() override {
    made_.reset();
    std::filesystem::remove_all(directory_);
    ::close(nowhere_);
  }
  /// As after a restart.
  void reopen() {
    made_ = std::make_unique<ChannelLog>(ChannelLogConfig{path_, 10, 5, seconds{10}}, log_, metrics_);
  }
  void record(const std::string& url, const std::string& message = "m1", const std::string& channel = "c1",
              const std::string& tenant = "t1") {
    made_->record({.attempt = domain::AttemptId{"a1"},
                   .message = domain::MessageId{message},
                   .tenant = domain::TenantId{tenant},
                   .channel = domain::ChannelId{channel},
                   .method = "GET",
                   .url = url});
  }
  void write(const std::string& url, const std::string& message = "m1", const std::string& channel = "c1",
             const std::string& tenant = "t1") {
    record(url, message, channel, tenant);
    step();
  }
  void step(seconds at = seconds{0}) { made_->step(Tick{} + at); }
  /// URLs of a page, with blanks between; the reason of an error.
  std::string urls(const domain::ExchangeFilter& filter = {domain::TenantId{"t1"}, domain::ChannelId{"c1"}},
                   const std::string& cursor = {}, int limit = 100) {
    const auto page = made_->list(filter, cursor, limit);
    if (!page) return page.error().reason;
    std::string out;
    for (const domain::Exchange& each : page->items) out += (out.empty() ? "" : " ") + each.url;
    next_ = page->next_cursor;
    return out;
  }
  double dropped() { return metrics_.counter("herald_channel_log_dropped_total", "").value(); }

  std::filesystem::path directory_;
  std::string path_;
  std::string next_;

 private:
  int nowhere_;
  StandingClock clock_;
  telemetry::Log log_{clock_, telemetry::Level::Error, nowhere_};
  telemetry::Metrics metrics_;

 protected:
  std::unique_ptr<ChannelLog> made_;
};

TEST_F(ChannelLogFile, gives_back_what_was_recorded_newest_first) {
  EXPECT_EQ(urls(), "") << "before anything was recorded";
  made_->record({.op = "look_up",
                 .attempt = domain::AttemptId{"a1"},
                 .message = domain::MessageId{"m1"},
                 .tenant = domain::TenantId{"t1"},
                 .channel = domain::ChannelId{"c1"},
                 .started_at = Instant{std::chrono::milliseconds{1'700'000'000'123}},
                 .duration = std::chrono::milliseconds{45},
                 .method = "POST",
                 .url = "first",
                 .request_headers = {{"A", "b"}},
                 .request_body = "ask",
                 .status = 201,
                 .response_headers = {{"C", "d"}},
                 .response_body = "answer",
                 .failure = "none",
                 .verdict = "accepted"});
  record("second");
  step();
  const auto page = made_->list({domain::TenantId{"t1"}, domain::ChannelId{"c1"}}, "", 10);
  ASSERT_TRUE(page) << page.error().reason;
  ASSERT_EQ(page->items.size(), 2U);
  EXPECT_EQ(page->items[0].url, "second");
  const domain::Exchange& e = page->items[1];
  EXPECT_EQ(e.op + e.attempt.text + e.message.text + e.tenant.text + e.channel.text, "look_upa1m1t1c1");
  EXPECT_EQ(e.started_at.time_since_epoch().count(), 1'700'000'000'123);
  EXPECT_EQ(e.duration.count(), 45);
  EXPECT_EQ(e.method + e.url + e.request_head + e.request_body, "POSTfirstA: b\nask");
  EXPECT_EQ(e.status, 201);
  EXPECT_EQ(e.response_head + e.response_body + e.failure + e.verdict, "C: d\nanswernoneaccepted");
}

TEST_F(ChannelLogFile, keeps_the_newest_ten_and_forgets_the_rest) {
  for (int i = 1; i <= 10; ++i) write(std::to_string(i));
  EXPECT_EQ(urls(), "10 9 8 7 6 5 4 3 2 1");
  write("11");
  EXPECT_EQ(urls(), "11 10 9 8 7 6 5 4 3 2");
}

TEST_F(ChannelLogFile, is_read_page_by_page) {
  for (int i = 1; i <= 5; ++i) write(std::to_string(i));
  const domain::ExchangeFilter all{domain::TenantId{"t1"}, domain::ChannelId{"c1"}};
  EXPECT_EQ(urls(all, "", 2), "5 4");
  EXPECT_EQ(urls(all, next_, 2), "3 2");
  EXPECT_EQ(urls(all, next_, 2), "1");
  EXPECT_EQ(next_, "");
}

TEST_F(ChannelLogFile, shows_a_tenant_its_own_only) {
  write("ours");
  write("other channel", "m1", "c2");
  write("other tenant", "m1", "c1", "t2");
  write("other message", "m2");
  EXPECT_EQ(urls(), "other message ours");
  EXPECT_EQ(urls({domain::TenantId{"t1"}, domain::ChannelId{"c1"}, domain::MessageId{"m1"}}), "ours");
  EXPECT_EQ(urls({domain::TenantId{"t2"}, domain::ChannelId{"c2"}}), "");
  const auto of_message = made_->of_message(domain::TenantId{"t1"}, domain::MessageId{"m1"});
  ASSERT_TRUE(of_message);
  ASSERT_EQ(of_message->size(), 2U) << "over whatever channel";
  EXPECT_EQ(of_message->front().url, "other channel");
}

TEST_F(ChannelLogFile, outlives_a_restart_and_is_closed_to_others) {
  write("before");
  reopen();
  EXPECT_EQ(urls(), "before");
  struct stat info{};
  ASSERT_EQ(::stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(ChannelLogFile, drops_and_counts_what_its_queue_cannot_hold) {
  for (int i = 1; i <= 5; ++i) record(std::to_string(i));
  EXPECT_EQ(dropped(), 0);
  record("6");
  EXPECT_EQ(dropped(), 1);
  step();
  EXPECT_EQ(urls(), "5 4 3 2 1");
}

TEST_F(ChannelLogFile, sets_a_damaged_file_aside_and_begins_anew) {
  made_.reset();
  std::filesystem::remove(path_);
  std::ofstream{path_} << std::string(8192, '#');
  reopen();
  EXPECT_EQ(urls(), "");
  write("after");
  EXPECT_EQ(urls(), "after");
  EXPECT_EQ(dropped(), 0);
  EXPECT_TRUE(std::filesystem::exists(path_ + ".damaged"));
}

TEST_F(ChannelLogFile, survives_damage_while_it_is_open) {
  write("before");
  {
    std::fstream file{path_, std::ios::in | std::ios::out};
    file << std::string(16'384, '#');
  }
  std::filesystem::resize_file(path_ + "-wal", 0);
  for (int i = 0; i < 3; ++i) write("after");
  reopen();
  write("reopened");
  EXPECT_EQ(urls().substr(0, 8), "reopened");
}

TEST_F(ChannelLogFile, drops_and_counts_while_it_cannot_be_written_and_tries_again_later) {
  made_.reset();
  std::filesystem::remove(path_);
  std::filesystem::create_directory(path_);
  reopen();
  write("lost");
  EXPECT_EQ(dropped(), 1);
  EXPECT_EQ(urls(), "channel_log_unavailable");
  std::filesystem::remove(path_);
  record("too soon");
  step(seconds{9});
  EXPECT_EQ(dropped(), 2);
  record("in time");
  step(seconds{10});
  EXPECT_EQ(urls(), "in time");
  EXPECT_EQ(dropped(), 2);
}

}  // namespace
}  // namespace herald::channel_log
