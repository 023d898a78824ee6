#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <string_view>

#include "host/base/check.hpp"
#include "host/sms/keywords.hpp"
#include "host/sms/segmentation.hpp"

// Whatever a text is made of: its segments hold all of it, none is fuller than it may be, none but the last
// could have taken another character.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using herald::sms::Encoding;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto found = herald::sms::segment(text);
  const bool gsm7 = found.encoding == Encoding::Gsm7;
  const std::int64_t alone = gsm7 ? 160 : 70, each = gsm7 ? 153 : 67;
  HERALD_CHECK(found.segments.empty() == text.empty());
  HERALD_CHECK(std::accumulate(found.segments.begin(), found.segments.end(), std::int64_t{0}) == found.units);
  HERALD_CHECK(found.units >= found.characters && found.units <= 2 * found.characters);
  HERALD_CHECK((found.segments.size() <= 1) == (found.units <= alone));
  HERALD_CHECK(found.unfit.empty() == gsm7);
  if (found.segments.size() > 1)
    for (std::size_t i = 0; i < found.segments.size(); ++i) {
      HERALD_CHECK(found.segments[i] > 0 && found.segments[i] <= each);
      HERALD_CHECK(i + 1 == found.segments.size() || found.segments[i] >= each - 1);
    }
  HERALD_CHECK(herald::sms::segment_count(text) == static_cast<std::int64_t>(found.segments.size()));
  const std::string folded = herald::sms::folded(text);
  // Broken bytes grow to three each, perhaps beyond the length of a keyword.
  HERALD_CHECK(folded.size() > 160 || herald::sms::folded(folded) == folded);
  std::int64_t listed = 0;
  for (const auto& unfit : found.unfit) listed += unfit.count;
  HERALD_CHECK(listed <= found.characters && found.unfit.size() <= herald::sms::kMostUnfit);
  return 0;
}
