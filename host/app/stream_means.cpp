#include "host/app/stream_means.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "host/egress/file_pieces.hpp"

namespace herald::app {
namespace {

constexpr std::chrono::milliseconds kLongestPause{1'000};
constexpr int kResolvers = 4;  ///< names of one slow zone must not hold up the others

}  // namespace

streams::AddressRule address_rule(egress::Guard guard) {
  return [guard = std::move(guard)](const std::string& address, streams::Exposure exposure) -> std::string {
    const auto parsed = egress::parse_address(address);
    if (!parsed) return "not_an_address";
    const bool plain = exposure == streams::Exposure::Plain;
    return std::string{guard.check(*parsed, plain ? egress::Scheme::Http : egress::Scheme::Https).reason};
  };
}

StreamMeans::StreamMeans(streams::StreamConfig config, egress::Guard guard, const Clock& clock,
                         Random& random)
    : clock_{clock},
      loop_{std::move(config),
            {resolver_, address_rule(std::move(guard)), clock, random, egress::open_pieces}} {}

void StreamMeans::start() {
  for (int i = 0; i < kResolvers; ++i)
    threads_.push_back(std::make_unique<Loop>(
        "stream names",
        [this] {
          resolver_.step(clock_);
          resolver_.wait(kLongestPause);
        },
        [this] { resolver_.wake(); }));
  threads_.push_back(std::make_unique<Loop>(
      "streams",
      [this] {
        const Tick now = clock_.tick();
        const auto until = std::chrono::ceil<std::chrono::milliseconds>(loop_.step(now) - now);
        loop_.wait(std::clamp(until, std::chrono::milliseconds{0}, kLongestPause));
      },
      [this] { loop_.wake(); }));
}

void StreamMeans::stop() {
  if (threads_.empty()) return;
  threads_.pop_back();  // the loop's
  loop_.abort_all();
  resolver_.close();
  threads_.clear();
}

}  // namespace herald::app
