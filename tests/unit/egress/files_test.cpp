#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "host/egress/body_reader.hpp"
#include "tests/unit/egress/driver.hpp"

namespace herald::egress::test {
namespace {

namespace fs = std::filesystem;
using domain::FileEncoding;
using domain::FileSegment;
using herald::test::RawServer;

class Files : public testing::Test {
 protected:
  ~Files() override { fs::remove_all(folder); }
  static std::string made() {
    std::string name = testing::TempDir() + "egress.XXXXXX";
    return ::mkdtemp(name.data());
  }
  FileSegment segment(std::size_t at, const std::string& bytes, FileEncoding encoding = FileEncoding::None) {
    const std::string path = folder + "/" + std::to_string(++count);
    std::ofstream{path, std::ios::binary} << bytes;
    return {.at = at, .path = path, .size = std::ssize(bytes), .encoding = encoding};
  }
  /// The whole body, read in pieces of that size.
  static std::string whole(BodyReader reader, std::size_t step) {
    std::string out;
    std::string piece(step, '\0');
    while (const auto read = reader.read(piece)) {
      if (*read == 0) return out;
      out.append(piece, 0, *read);
    }
    return "cut short";
  }
  static std::string content(const std::string& path) {
    std::ostringstream out;
    out << std::ifstream{path, std::ios::binary}.rdbuf();
    return out.str();
  }
  std::string folder{made()};
  int count{0};
};

TEST_F(Files, StandBetweenTheBytesOfTheText) {
  const std::vector<FileSegment> files{segment(0, "<0>"), segment(2, "<2>"), segment(2, ""),
                                       segment(4, "<4>")};
  const BodyReader reader{"abcd", files};
  EXPECT_EQ(reader.size(), 13);
  EXPECT_TRUE(reader.ready());
  for (const std::size_t step : {1U, 3U, 100U})
    EXPECT_EQ(whole(BodyReader{"abcd", files}, step), "<0>ab<2>cd<4>");
}

TEST_F(Files, AreEncodedAsTheSizeSays) {
  for (const std::size_t size :
       {0U, 1U, 2U, 3U, 56U, 57U, 58U, 113U, 114U, 115U, 57U * 512U, 57U * 512U + 1U}) {
    const std::string bytes(size, '\xFB');
    for (const FileEncoding encoding : {FileEncoding::None, FileEncoding::Base64, FileEncoding::Base64Mime}) {
      const BodyReader reader{"", {segment(0, bytes, encoding)}};
      const std::int64_t said = reader.size();
      EXPECT_EQ(std::ssize(whole(BodyReader{"", {segment(0, bytes, encoding)}}, 1000)), said) << size;
    }
  }
}

TEST_F(Files, Base64IsThatOfRfc4648AndItsMimeFormHasLinesOf76) {
  EXPECT_EQ(whole(BodyReader{"", {segment(0, "foobar!", FileEncoding::Base64)}}, 10), "Zm9vYmFyIQ==");
  const std::string lines =
      whole(BodyReader{"", {segment(0, std::string(58, 'a'), FileEncoding::Base64Mime)}}, 10);
  EXPECT_EQ(lines.find("\r\n"), 76U);
  EXPECT_EQ(lines.substr(76), "\r\nYQ==");
}

TEST_F(Files, AFileThatIsGoneOrShorterIsNotReady) {
  FileSegment gone = segment(0, "abc");
  fs::remove(gone.path);
  EXPECT_FALSE((BodyReader{"", {gone}}.ready()));
  FileSegment shorter = segment(0, "abc");
  shorter.size = 4;
  EXPECT_FALSE((BodyReader{"", {shorter}}.ready()));
  EXPECT_EQ(whole(BodyReader{"", {shorter}}, 10), "cut short");
}

TEST_F(Files, TravelInABodyAlsoOnAReusedHandle) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  const std::string large(3 << 20, 'x');
  for (int i = 0; i < 2; ++i) {
    auto request = post(server.url("/p"), "[]");
    request.files = {segment(1, large)};
    EXPECT_EQ(driver.run(request).phase, Phase::Answered);
    EXPECT_EQ(driver.run(post(server.url("/p"), "plain")).phase, Phase::Answered);
  }
  EXPECT_EQ(server.requests().at(0).body, "[" + large + "]");
  EXPECT_EQ(server.requests().at(1).body, "plain");
  EXPECT_EQ(server.requests().at(2).body, "[" + large + "]");
  EXPECT_NE(server.requests().at(2).head.find("Content-Length: " + std::to_string(large.size() + 2)),
            std::string::npos);
}

TEST_F(Files, OneThatIsMissingKeepsTheRequestFromBeginning) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  auto request = post(server.url("/p"), "");
  request.files = {segment(0, "abc")};
  fs::remove(request.files[0].path);
  const auto end = driver.run(request);
  EXPECT_EQ(end.phase, Phase::NotStarted);
  EXPECT_EQ(end.failure, "body_missing");
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(Files, AnAnswerIsSavedUpToItsLimit) {
  const std::string large(200'000, 'y');
  RawServer server{RawServer::replies(RawServer::ok(large))};
  Driver driver;
  auto request = get(server.url("/p"));
  request.save_to = folder + "/saved";
  request.max_response_bytes = 200'000;
  const auto end = driver.run(request);
  EXPECT_EQ(end.phase, Phase::Answered);
  EXPECT_TRUE(end.saved);
  EXPECT_EQ(end.body, "");
  EXPECT_EQ(content(folder + "/saved"), large);
  request.save_to = folder + "/less";
  request.max_response_bytes = 199'999;
  EXPECT_EQ(driver.run(request).failure, "too_large");
}

TEST_F(Files, AnEmptyAnswerIsSavedToo) {
  RawServer server{RawServer::replies(RawServer::ok(""))};
  Driver driver;
  auto request = get(server.url("/p"));
  request.save_to = folder + "/saved";
  EXPECT_TRUE(driver.run(request).saved);
  EXPECT_TRUE(fs::exists(folder + "/saved"));
}

TEST_F(Files, AnErrorIsNotSavedButShown) {
  RawServer server{RawServer::replies("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone")};
  Driver driver;
  auto request = get(server.url("/p"));
  request.save_to = folder + "/saved";
  const auto end = driver.run(request);
  EXPECT_EQ(end.status, 404);
  EXPECT_FALSE(end.saved);
  EXPECT_EQ(end.body, "gone");
  EXPECT_FALSE(fs::exists(folder + "/saved"));
}

TEST_F(Files, WhereNothingCanBeWrittenTheExchangeFails) {
  RawServer server{RawServer::replies(RawServer::ok("abc"))};
  Driver driver;
  auto request = get(server.url("/p"));
  request.save_to = folder + "/no/such/place";
  const auto end = driver.run(request);
  EXPECT_EQ(end.phase, Phase::Began);
  EXPECT_EQ(end.failure, "not_saved");
}

}  // namespace
}  // namespace herald::egress::test
