#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "host/plugins/frame.hpp"

namespace frame = herald::plugins::frame;

// What comes over the socket of a plugin's process is refused, or means the same once it is written again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes{reinterpret_cast<const char*>(data), size};
  static_cast<void>(frame::read_head(bytes, frame::kMostAnswer).has_value());
  static_cast<void>(frame::read_call(bytes).has_value());
  static_cast<void>(frame::read_question(bytes).has_value());
  static_cast<void>(frame::read_finding(bytes).has_value());
  const auto answer = frame::read_answer(bytes);
  if (!answer) return 0;
  const std::string again = frame::encode(1, *answer);
  const auto head = frame::read_head(again, frame::kMostAnswer);
  if (!head || head->length + frame::kHeadBytes != again.size()) std::abort();
  const auto same = frame::read_answer(std::string_view{again}.substr(frame::kHeadBytes));
  // Lines beyond the bounds of a writer are left out.
  if (!same || same->reply != answer->reply || same->reason != answer->reason) std::abort();
  return 0;
}
