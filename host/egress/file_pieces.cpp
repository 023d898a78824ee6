#include "host/egress/file_pieces.hpp"

#include "host/egress/body_reader.hpp"

namespace herald::egress {
namespace {

constexpr std::size_t kPiece = std::size_t{32} * 1024;

class Pieces final : public domain::FilePieces {
 public:
  explicit Pieces(const domain::FileSegment& file) : reader_{"", {file}} {}
  [[nodiscard]] bool ready() const { return reader_.ready(); }
  std::optional<std::string> next() override {
    std::string piece(kPiece, '\0');
    const auto count = reader_.read(piece);
    if (!count) return std::nullopt;
    piece.resize(*count);
    return piece;
  }

 private:
  BodyReader reader_;
};

}  // namespace

std::unique_ptr<domain::FilePieces> open_pieces(const domain::FileSegment& file) {
  domain::FileSegment alone = file;
  alone.at = 0;
  auto pieces = std::make_unique<Pieces>(alone);
  return pieces->ready() ? std::move(pieces) : nullptr;
}

}  // namespace herald::egress
