#include "host/runner/serve.hpp"

#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <memory>
#include <string>
#include <utility>

#include "host/plugins/frame.hpp"
#include "host/plugins/runner_process.hpp"
#include "host/runner/desk.hpp"

namespace herald::runner {
namespace {

namespace frame = plugins::frame;
constexpr std::size_t kPiece = std::size_t{64} << 10U;

bool write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(plugins::kRunnerSocket, bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) return false;
    if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

/// Reads one frame into `inbox`; false when the server has closed the socket or sends something else.
bool read_frame(std::string& inbox, frame::Head& head) {
  inbox.clear();
  std::size_t whole = frame::kHeadBytes;
  while (inbox.size() < whole) {
    const std::size_t before = inbox.size();
    inbox.resize(before + kPiece);
    const ssize_t got = ::read(plugins::kRunnerSocket, inbox.data() + before, kPiece);
    inbox.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
    if (got == 0 || (got < 0 && errno != EINTR)) return false;
    if (inbox.size() < frame::kHeadBytes) continue;
    const auto read = frame::read_head(inbox, frame::kMostCall);
    if (!read) return false;
    head = *read;
    whole = frame::kHeadBytes + head.length;
  }
  return inbox.size() == whole;
}

frame::Answer failed(const Error& error) {
  return {.reason = error.reason, .detail = error.detail.substr(0, plugins::kMostReason)};
}

int answer_calls(Desk& desk) {
  std::string inbox;
  frame::Head head;
  while (read_frame(inbox, head)) {
    const auto call = frame::read_call(std::string_view{inbox}.substr(frame::kHeadBytes));
    if (!call) return 65;
    if (!write_all(frame::encode(head.sequence, desk.answer(*call)))) return 74;
  }
  return 0;
}

}  // namespace

int serve(const Order& order) {
  std::signal(SIGPIPE, SIG_IGN);
  auto limited = limit_process(order.bounds);
  if (!limited) {
    static_cast<void>(write_all(frame::encode(0, failed(limited.error()))));
    return 71;
  }
  Desk desk;
  const auto opened = desk.open(order.staged);
  if (!opened) {
    static_cast<void>(write_all(frame::encode(0, failed(opened.error()))));
    return 65;
  }
  if (!write_all(frame::encode(0, frame::Answer{}))) return 74;
  return answer_calls(desk);
}

}  // namespace herald::runner
