#include "host/runner/serve.hpp"

#include <csignal>

#include "host/plugins/frame.hpp"
#include "host/runner/desk.hpp"
#include "host/runner/wire.hpp"

namespace herald::runner {
namespace {

namespace frame = plugins::frame;

frame::Answer failed(const Error& error) {
  return {.reason = error.reason, .detail = error.detail.substr(0, plugins::kMostReason)};
}

int answer_calls(Desk& desk) {
  Frame in;
  while (read_frame(in)) {
    const auto call = frame::read_call(in.body());
    if (!call) return 65;
    if (!write_all(frame::encode(in.sequence, desk.answer(in.sequence, *call)))) return 74;
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
