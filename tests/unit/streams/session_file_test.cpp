// Sessions that write files of the message.
#include <algorithm>

#include "tests/unit/streams/house.hpp"

namespace herald::streams::test {
namespace {

using domain::Reached;
using domain::StreamEnd;
using domain::StreamEvent;
using domain::StreamEventKind;

/// A file of so many pieces of 32 KiB that fails after `good` of them.
class CountedPieces final : public domain::FilePieces {
 public:
  CountedPieces(int count, int good, std::atomic<int>& read) : count_{count}, good_{good}, read_{read} {}
  std::optional<std::string> next() override {
    if (read_ == good_) return std::nullopt;
    if (read_ == count_) return std::string{};
    return std::string(kSize, static_cast<char>('a' + read_++ % 26));
  }
  static constexpr std::size_t kSize = std::size_t{32} * 1024;

 private:
  int count_;
  int good_;
  std::atomic<int>& read_;
};

class SessionFileTest : public StreamHouse {
 protected:
  SessionFileTest() { files_ = {{"b1", "/f", 0}}; }
  void holds(int count, int good) {
    open_file_ = [this, count, good](const domain::FileSegment& file) {
      asked_for_ = file.path;
      return std::make_unique<CountedPieces>(count, good, read_);
    };
  }
  Script sends() {
    return [this](const StreamEvent* event) -> std::string {
      if (event == nullptr) return connect("none");
      if (event->kind == StreamEventKind::Connected)
        return R"({"actions":[{"write":[{"text":"<"},{"blob":"b1"},{"text":">"}]},{"commit":{}},)"
               R"({"write":[{"text":"."}]}]})";
      return R"({"actions":[{"verdict":{"kind":"retry"}},{"close":{}}]})";
    };
  }
  std::atomic<int> read_{0};
  std::string asked_for_;
};

TEST_F(SessionFileTest, CarriesAFileBetweenTheBytes) {
  holds(3, 100);
  auto end = run(sends());
  peer_.accept();
  const std::string all = peer_.read(2 + 3 * CountedPieces::kSize + 1);
  EXPECT_EQ(all.front(), '<');
  EXPECT_EQ(all.substr(all.size() - 3), "c>.");
  EXPECT_EQ(std::ranges::count(all, 'b'), std::ssize(std::string(CountedPieces::kSize, 'b')));
  peer_.write("no");
  const StreamEnd found = end_of(end);
  EXPECT_TRUE(found.committed);
  EXPECT_TRUE(found.answered);
  EXPECT_EQ(asked_for_, "/f");
  EXPECT_EQ(found.sent, "<>.") << "a log holds no files";
}

TEST_F(SessionFileTest, ReadsNoMoreOfItThanThePeerTakes) {
  constexpr int kPieces = 4'000;  // 125 MiB
  holds(kPieces, kPieces + 1);
  auto end = run(sends());
  peer_.accept();
  peer_.read(1);
  peer_.write("no");
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.verdict, R"({"kind":"retry"})") << "a refusal is heard while the file is on its way";
  EXPECT_FALSE(found.committed);
  EXPECT_LT(read_, kPieces / 4) << "the host reads no further than the buffers of the kernel";
}

TEST_F(SessionFileTest, EndsBeforeThePointOfNoReturnWhenTheFileIsShort) {
  holds(3, 2);
  auto end = run(sends());
  peer_.accept();
  const std::string all = peer_.read_all();
  EXPECT_EQ(all.size(), 1 + 2 * CountedPieces::kSize);
  const StreamEnd found = end_of(end);
  EXPECT_EQ(found.failure, "body_missing");
  EXPECT_EQ(found.reached, Reached::Began);
  EXPECT_FALSE(found.committed);
}

TEST_F(SessionFileTest, EndsWhereThereIsNoFile) {
  open_file_ = [](const domain::FileSegment&) { return nullptr; };
  auto end = run(sends());
  peer_.accept();
  EXPECT_EQ(end_of(end).failure, "body_missing");
}

}  // namespace
}  // namespace herald::streams::test
