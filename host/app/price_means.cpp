#include "host/app/price_means.hpp"

#include <algorithm>

namespace herald::app {
namespace {

constexpr std::chrono::milliseconds kLongestPriceLook{1'000};

}  // namespace

void PriceMeans::start() {
  thread_ = std::make_unique<Loop>(
      "prices",
      [this] {
        const Tick now = clock_.tick();
        fetcher_.wait(
            std::clamp<Tick::duration>(fetcher_.step(now) - now, Tick::duration{0}, kLongestPriceLook));
      },
      [this] { fetcher_.wake(); });
}

}  // namespace herald::app
