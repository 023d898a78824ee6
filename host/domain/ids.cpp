#include "host/domain/ids.hpp"

namespace herald::domain {

std::string make_uuid_of(int shard, Instant at, Random& random) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (;;) {
    std::string id = make_uuid(at, random);
    // The last two digits lead to every shard from most of the others; drawing all of them anew would take
    // long.
    for (const char high : kDigits)
      for (const char low : kDigits) {
        id[id.size() - 2] = high;
        id.back() = low;
        if (shard_of(id) == shard) return id;
      }
  }
}

}  // namespace herald::domain
