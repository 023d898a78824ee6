#include "host/features/command_runner.hpp"

#include <utility>

#include "host/base/pending.hpp"

namespace herald::features {
namespace {

constexpr int kCommandPage = 5;  ///< carried out in one turn, which the end of the server waits for
constexpr std::chrono::seconds kCommandStored{30};

bool may_pass(Errc code) {
  return code == Errc::Unavailable || code == Errc::Timeout || code == Errc::Limited;
}

}  // namespace

Tick CommandRunner::step(Tick now) {
  std::erase_if(waiting_, [&](const auto& each) { return each.second <= now; });
  const auto page = means_.queue.pending(after_, kCommandPage);
  if (!page) return now + means_.look_every;
  for (const domain::SendCommand& command : *page)
    if (!waiting_.contains(command.id)) carry_out(command, now);
  const bool more = page->size() == static_cast<std::size_t>(kCommandPage);
  after_ = more ? page->back().id : std::string{};
  return more ? now : now + means_.look_every;
}

/// What is accepted but not yet removed is met again and found to be done.
void CommandRunner::carry_out(const domain::SendCommand& command, Tick now) {
  auto sent = means_.entrance.send(command);
  if (!sent && may_pass(sent.error().code)) {
    waiting_[command.id] = now + means_.again;
    means_.log.warning("command_waits", {{"plugin", command.plugin}, {"reason", sent.error().reason}});
    return;
  }
  Pending<Done> stored;
  if (sent) {
    means_.queue.finish(command.id, stored.completion());
  } else {
    means_.log.warning(
        "command_failed",
        {{"plugin", command.plugin}, {"command", command.key}, {"reason", sent.error().reason}});
    means_.queue.fail(command.id, std::move(sent).error(), stored.completion());
  }
  const auto done = stored.wait(kCommandStored);
  if (!done || !*done) waiting_[command.id] = now + means_.again;
}

}  // namespace herald::features
