#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "host/http/server.hpp"
#include "tests/unit/http/loopback.hpp"

namespace herald::http {
namespace {

namespace fs = std::filesystem;

std::string content_of(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream{path, std::ios::binary}.rdbuf();
  return out.str();
}

/// A server that takes bodies for /up into files of at most 100 000 bytes, refuses those for /closed unread,
/// and serves /down from a file.
class UploadTest : public testing::Test {
 protected:
  static constexpr std::uint64_t kLimit = 100'000;
  UploadTest() { EXPECT_TRUE(server.start()); }
  ~UploadTest() override { fs::remove_all(folder); }

  static std::string made() {
    std::string name = testing::TempDir() + "upload.XXXXXX";
    return ::mkdtemp(name.data());
  }
  static Limits limits() {
    Limits out = small_limits();
    out.body_bytes = 1000;
    return out;
  }
  std::optional<Upload> upload(const Request& head) {
    if (head.path == "/closed") return Upload{};
    if (head.path != "/up") return std::nullopt;
    return Upload{folder + "/" + std::to_string(++files), kLimit};
  }
  Response serve(const Request& request) {
    if (request.path == "/closed") return {.status = 401};
    if (request.path == "/down")
      return {.content_type = "image/png",
              .file = folder + "/served",
              .file_size = fs::file_size(folder + "/served")};
    if (!request.file) return {.body = "in memory " + std::to_string(request.body.size())};
    seen = content_of(request.file->path());
    return {.body = "in a file " + std::to_string(request.body.size())};
  }
  static std::string put(std::string_view body, std::string_view path = "/up") {
    return "POST " + std::string{path} +
           " HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string{body};
  }
  [[nodiscard]] std::size_t left_over() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator{folder}, {}));
  }

  std::string folder{made()};
  std::atomic<int> files{0};
  std::string seen;
  Server server{{.address = "127.0.0.1:0"},
                limits(),
                [this](const Request& request) { return serve(request); },
                {},
                [this](const Request& head) { return upload(head); }};
};

TEST_F(UploadTest, ALargeBodyGoesToAFileThatGoesWithItsRequest) {
  const std::string body(kLimit, 'x');
  {
    RawClient client{server.port()};
    EXPECT_EQ(client.exchange(put(body)).body, "in a file 0");
    EXPECT_EQ(seen, body);
    EXPECT_EQ(client.exchange(put("next")).body, "in a file 0") << "the connection goes on";
    EXPECT_EQ(seen, "next");
  }
  EXPECT_TRUE(settles_at(server, 0));
  EXPECT_EQ(left_over(), 0U);
}

TEST_F(UploadTest, AChunkedBodyDoesToo) {
  RawClient client{server.port()};
  client.send("POST /up HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 100; ++i) client.send("3e8\r\n" + std::string(1000, 'y') + "\r\n");
  EXPECT_EQ(client.exchange("0\r\n\r\n").body, "in a file 0");
  EXPECT_EQ(seen, std::string(kLimit, 'y'));
}

TEST_F(UploadTest, OneByteMoreIsRefusedAndLeavesNothing) {
  EXPECT_EQ(RawClient{server.port()}.exchange(put(std::string(kLimit + 1, 'x'))).status, 413);
  RawClient chunked{server.port()};
  chunked.send("POST /up HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 100; ++i) chunked.send("3e8\r\n" + std::string(1000, 'y') + "\r\n");
  EXPECT_EQ(chunked.exchange("1\r\nz\r\n0\r\n\r\n").status, 413);
  EXPECT_EQ(left_over(), 0U);
}

TEST_F(UploadTest, OtherBodiesStayInMemoryUnderTheirLimit) {
  RawClient client{server.port()};
  EXPECT_EQ(client.exchange(put(std::string(1000, 'x'), "/other")).body, "in memory 1000");
  EXPECT_EQ(client.exchange(put(std::string(1001, 'x'), "/other")).status, 413);
  EXPECT_EQ(RawClient{server.port()}.exchange(put("", "/up")).body, "in memory 0");
}

TEST_F(UploadTest, WhatWillBeRefusedIsNotReadAndStillAnswered) {
  RawClient client{server.port()};
  const Answer answer = client.exchange(put(std::string(kLimit, 'x'), "/closed"));
  EXPECT_EQ(answer.status, 401);
  EXPECT_TRUE(answer.has("Connection: close"));
}

TEST_F(UploadTest, AnUploadThatIsCutShortReachesNobody) {
  {
    RawClient client{server.port()};
    client.send("POST /up HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\nbeginning");
  }
  EXPECT_TRUE(settles_at(server, 0));
  EXPECT_EQ(seen, "");
  EXPECT_EQ(left_over(), 0U);
}

TEST_F(UploadTest, AFileIsSentWhole) {
  const std::string body(300'000, 'z');
  std::ofstream{folder + "/served"} << body;
  RawClient client{server.port()};
  const Answer answer = client.exchange(get("/down"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(answer.has("Content-Type: image/png"));
  EXPECT_TRUE(answer.has("Content-Length: 300000"));
  EXPECT_EQ(answer.body, body);
  client.send("HEAD /down HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(client.receive(true).has("Content-Length: 300000"));
  EXPECT_EQ(client.exchange(get("/down")).body, body) << "the connection goes on";
}

}  // namespace
}  // namespace herald::http
