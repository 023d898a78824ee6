#include "host/runner/wire.hpp"

#include <unistd.h>

#include <cerrno>
#include <utility>

#include "host/plugins/runner_process.hpp"

namespace herald::runner {
namespace {

namespace frame = plugins::frame;
constexpr std::size_t kPiece = std::size_t{64} << 10U;

}  // namespace

bool write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(plugins::kRunnerSocket, bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) return false;
    if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

bool read_frame(Frame& into) {
  std::string& inbox = into.bytes;
  inbox.clear();
  std::size_t whole = frame::kHeadBytes;
  while (inbox.size() < whole) {
    const std::size_t before = inbox.size();
    inbox.resize(before + kPiece);
    const ssize_t got = ::read(plugins::kRunnerSocket, inbox.data() + before, kPiece);
    inbox.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got == 0 || (got < 0 && errno != EINTR)) return false;
    if (inbox.size() < frame::kHeadBytes) continue;
    const auto head = frame::read_head(inbox, frame::kMostCall);
    if (!head || head->question) return false;
    into.sequence = head->sequence;
    whole = frame::kHeadBytes + head->length;
  }
  return inbox.size() == whole;
}

Result<std::string> AskedReads::ask(const frame::Question& question) const {
  const Error gone{Errc::Unavailable, "host_gone", "the server does not answer"};
  if (!write_all(frame::encode(sequence_, question))) return gone;
  Frame answer;
  if (!read_frame(answer) || answer.sequence != sequence_) return gone;
  auto finding = frame::read_finding(answer.body());
  if (!finding) return gone;
  if (finding->reason.empty()) return std::move(finding->json);
  return Error{finding->bad_question ? Errc::Invalid : Errc::Unavailable, std::move(finding->reason),
               std::move(finding->detail)};
}

Result<std::string> AskedReads::get(std::string_view collection, std::string_view id) {
  return ask({frame::Read::Get, collection, id});
}

Result<std::string> AskedReads::query(std::string_view query) { return ask({frame::Read::Query, query}); }

Result<std::string> AskedReads::count(std::string_view query) { return ask({frame::Read::Count, query}); }

}  // namespace herald::runner
