#include "host/telemetry/log.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <limits>
#include <thread>
#include <vector>

namespace herald::telemetry {
namespace {

class FixedClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return Instant{std::chrono::milliseconds{1'700'000'000'123}}; }
  [[nodiscard]] Tick tick() const override { return {}; }
};

/// A pipe that collects what the log wrote.
class LogTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(::pipe(ends_.data()), 0); }
  void TearDown() override {
    ::close(ends_[0]);
    if (ends_[1] >= 0) ::close(ends_[1]);
  }
  std::string written() {
    ::close(ends_[1]);
    ends_[1] = -1;
    std::string out;
    std::array<char, 4096> chunk{};
    for (;;) {
      const auto count = ::read(ends_[0], chunk.data(), chunk.size());
      if (count <= 0) return out;
      out.append(chunk.data(), static_cast<std::size_t>(count));
    }
  }
  FixedClock clock_;
  std::array<int, 2> ends_{-1, -1};
};

TEST_F(LogTest, writes_one_flat_json_object_per_line) {
  Log log{clock_, Level::Info, ends_[1]};
  const std::string id = "m1";
  log.info("message_accepted",
           {{"message", id}, {"tenant", "t\"1"}, {"size", 42U}, {"share", 0.5}, {"test", true}});
  log.error("down");
  EXPECT_EQ(written(),
            "{\"at\":\"2023-11-14T22:13:20.123Z\",\"level\":\"info\",\"event\":\"message_accepted\","
            "\"message\":\"m1\",\"tenant\":\"t\\\"1\",\"size\":42,\"share\":0.5,\"test\":true}\n"
            "{\"at\":\"2023-11-14T22:13:20.123Z\",\"level\":\"error\",\"event\":\"down\"}\n");
}

TEST_F(LogTest, leaves_out_what_is_below_the_threshold) {
  Log log{clock_, Level::Warning, ends_[1]};
  log.info("quiet");
  log.debug("quieter");
  log.warning("heard");
  const std::string out = written();
  EXPECT_EQ(out.find("quiet"), std::string::npos);
  EXPECT_NE(out.find("\"level\":\"warning\",\"event\":\"heard\""), std::string::npos);
}

TEST_F(LogTest, hides_a_secret_wherever_it_stands_even_if_it_contains_a_shorter_one) {
  Log log{clock_, Level::Info, ends_[1]};
  log.redact("hunter22");
  log.redact("hunter22-and-more");
  log.info("e", {{"a", "x hunter22 y hunter22"}, {"b", "hunter22-and-more"}});
  const std::string out = written();
  EXPECT_NE(out.find(R"("a":"x *** y ***","b":"***")"), std::string::npos) << out;
}

TEST_F(LogTest, ignores_a_secret_of_five_bytes_but_not_of_six) {
  Log log{clock_, Level::Info, ends_[1]};
  log.redact("abcde");
  log.redact("uvwxyz");
  log.redact("");
  log.info("e", {{"a", "abcde uvwxyz"}});
  EXPECT_NE(written().find(R"("a":"abcde ***")"), std::string::npos);
}

TEST_F(LogTest, writes_null_for_a_number_that_json_cannot_hold) {
  Log log{clock_, Level::Info, ends_[1]};
  log.info("e", {{"a", std::numeric_limits<double>::infinity()}});
  EXPECT_NE(written().find(R"("a":null})"), std::string::npos);
}

TEST_F(LogTest, keeps_lines_of_several_threads_whole) {
  Log log{clock_, Level::Info, ends_[1]};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&log] {
      for (int n = 0; n < 50; ++n) log.info("line", {{"text", "0123456789"}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string expected =
      "{\"at\":\"2023-11-14T22:13:20.123Z\",\"level\":\"info\",\"event\":\"line\",\"text\":\"0123456789\"}\n";
  const std::string out = written();
  ASSERT_EQ(out.size(), expected.size() * 200);
  for (std::size_t at = 0; at < out.size(); at += expected.size())
    ASSERT_EQ(out.substr(at, expected.size()), expected);
}

TEST_F(LogTest, appends_to_a_file_and_opens_it_anew_after_rotation) {
  std::string folder = testing::TempDir() + "log_XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string path = folder + "/herald.log";
  Log log{clock_, Level::Info, ends_[1]};
  ASSERT_TRUE(log.to_file(path));
  log.info("before");
  ASSERT_EQ(std::rename(path.c_str(), (path + ".1").c_str()), 0);
  ASSERT_TRUE(log.to_file(path));
  log.info("after");
  std::ifstream in{path};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  EXPECT_EQ(text.find("before"), std::string::npos);
  EXPECT_NE(text.find("after"), std::string::npos);
  EXPECT_EQ(written(), "");
}

TEST_F(LogTest, keeps_its_target_when_a_file_cannot_be_opened) {
  Log log{clock_, Level::Info, ends_[1]};
  const auto done = log.to_file("/nonexistent/folder/x.log");
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().detail.find("/nonexistent/folder/x.log"), std::string::npos);
  log.info("still_here");
  EXPECT_NE(written().find("still_here"), std::string::npos);
}

TEST_F(LogTest, counts_lines_that_could_not_be_written) {
  Log log{clock_, Level::Info, -1};
  log.info("nowhere");
  EXPECT_EQ(log.lost(), 1U);
}

TEST(LevelTest, is_read_from_its_name) {
  EXPECT_EQ(level_of("error"), Level::Error);
  EXPECT_EQ(level_of("debug"), Level::Debug);
  EXPECT_EQ(level_of("verbose"), std::nullopt);
}

}  // namespace
}  // namespace herald::telemetry
