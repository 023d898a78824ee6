#include "host/dispatch/upload_time.hpp"

#include <gtest/gtest.h>

#include "host/dispatch/delivery.hpp"

namespace herald::dispatch {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kMiB = std::int64_t{1} << 20U;

milliseconds time_of(std::int64_t file_bytes, milliseconds wish, domain::FileEncoding encoding = {}) {
  auto account = std::make_shared<domain::ProviderAccount>();
  account->channel.timeout_seconds = 10;
  Delivery delivery;
  delivery.account = account;
  Planned planned;
  planned.request.timeout = wish;
  if (file_bytes > 0) planned.request.files.push_back({.size = file_bytes, .encoding = encoding});
  return depart(delivery, std::move(planned), kSlowestUpload).timeout;
}

TEST(UploadTime, is_added_to_what_plugin_and_channel_allow) {
  EXPECT_EQ(time_of(0, seconds{5}), seconds{5});
  EXPECT_EQ(time_of(0, seconds{60}), seconds{10});
  EXPECT_EQ(time_of(50 * kMiB, seconds{60}), seconds{10 + 400}) << "50 MiB at 128 KiB a second";
  EXPECT_EQ(time_of(50 * kMiB, seconds{5}), seconds{5 + 400});
  EXPECT_EQ(time_of(kSlowestUpload - 1, seconds{10}), milliseconds{10'999});
  EXPECT_EQ(time_of(kSlowestUpload, seconds{10}), milliseconds{11'000});
}

TEST(UploadTime, counts_files_as_they_are_encoded) {
  EXPECT_EQ(time_of(3 * kMiB, seconds{10}, domain::FileEncoding::Base64), seconds{10 + 32});
  EXPECT_GT(time_of(3 * kMiB, seconds{10}, domain::FileEncoding::Base64Mime), seconds{10 + 32});
  domain::OutboundRequest request{.body = std::string(100, 'x')};
  request.files = {{.size = 50}, {.size = 25}};
  EXPECT_EQ(body_bytes(request), 175);
}

TEST(UploadTime, of_the_largest_file_there_is_does_not_overflow) {
  EXPECT_EQ(upload_time(std::int64_t{1} << 50U, 1), milliseconds{(std::int64_t{1} << 50U) * 1000});
  EXPECT_EQ(upload_time(0, 1024), milliseconds{0});
}

TEST(UploadTime, of_a_session_expects_the_largest_encoding) {
  const std::vector<domain::AttachedFile> files{{.size = 3 * kMiB}, {.size = 0}};
  EXPECT_GT(largest_bytes(files), 4 * kMiB);
  EXPECT_LT(largest_bytes(files), 5 * kMiB);
}

}  // namespace
}  // namespace herald::dispatch
