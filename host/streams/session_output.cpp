#include <utility>

#include "host/streams/session.hpp"

// The part of a session that puts bytes on the wire, from memory and from files.

namespace herald::streams {

/// The bytes and the files among them, in their order.
void Session::queue(Write write) {
  std::size_t begin = 0;
  for (domain::FileSegment& file : write.files) {
    if (file.at > begin) outgoing_.emplace_back(write.bytes.substr(begin, file.at - begin));
    begin = file.at;
    outgoing_.emplace_back(std::move(file));
  }
  if (begin == 0)
    outgoing_.emplace_back(std::move(write.bytes));
  else if (begin < write.bytes.size())
    outgoing_.emplace_back(write.bytes.substr(begin));
}

/// Hands a piece to the wire; false when the session has failed by it.
bool Session::put(std::string_view piece) {
  if (target_.tls == TlsMode::StartTls && !wire_->secure()) {
    sent_in_clear_ += piece.size();
    if (sent_in_clear_ > means_.limits.in_clear) {
      fail("tls", "the plugin wanted to send more than the opening before TLS stood");
      return false;
    }
  }
  if (piece.empty() || wire_->put(piece) != Wire::Step::Failed) return true;
  fail("reset", wire_->problem());
  return false;
}

void Session::send_bytes(const std::string& bytes) {
  constexpr std::size_t kPiece = std::size_t{32} * 1024;
  const std::string_view piece = std::string_view{bytes}.substr(front_sent_, kPiece);
  if (!socket_) record(far_.sent, piece);
  if (!put(piece)) return;
  front_sent_ += piece.size();
  if (front_sent_ < bytes.size()) return;
  front_sent_ = 0;
  outgoing_.pop_front();
}

/// One piece of it; the wire has taken all before, so that a slow peer keeps no more than one in memory.
void Session::send_file(const domain::FileSegment& file) {
  if (!pieces_) pieces_ = means_.open ? means_.open(file) : nullptr;
  auto piece = pieces_ ? pieces_->next() : std::nullopt;
  if (!piece) return fail("body_missing", "a file of the message is not there as it was stored");
  if (!piece->empty()) {
    put(*piece);
    return;
  }
  pieces_.reset();
  outgoing_.pop_front();
}

}  // namespace herald::streams
