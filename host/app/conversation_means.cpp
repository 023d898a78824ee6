#include "host/app/conversation_means.hpp"

#include <algorithm>

namespace herald::app {
namespace {

constexpr std::chrono::milliseconds kLongestLook{1'000};

}  // namespace

void ConversationMeans::start() {
  thread_ = std::make_unique<Loop>(
      "conversations",
      [this] {
        const Tick now = clock_.tick();
        loop_.wait(std::clamp<Tick::duration>(loop_.step(now) - now, Tick::duration{0}, kLongestLook));
      },
      [this] { loop_.wake(); });
}

}  // namespace herald::app
