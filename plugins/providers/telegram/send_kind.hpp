#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace herald::telegram {

/// A way to send. [value]
struct SendKind {
  enum class Bears : std::uint8_t { Text, Place, File } bears{Bears::Text};
  std::string_view method{};     ///< of one message
  std::string_view field{};      ///< the parameter that bears the file
  std::string_view album{};      ///< the file's type in an album; empty: in none
  std::int64_t most_uploaded{};  ///< bytes of a file that goes along
  std::int64_t most_linked{};    ///< bytes of a file that Telegram fetches
  unsigned bit{};                ///< tells kinds apart
};

/// The kind that the message's type and its options `animation`, `voice` name; null when Telegram has none.
/// [any thread] Source: core.telegram.org/bots/api#sending-files.
const SendKind* send_kind(const nlohmann::json& message);

/// Whose meaning an option is. [value]
enum class OptionOf : std::uint8_t {
  Nobody,   ///< such a message does not have it
  Message,  ///< a parameter beside the content
  Content,  ///< says something about the text or the file; in an album about each file
  Choice,   ///< has done its part with the choice of the kind
};
OptionOf option_of(const SendKind& kind, std::string_view option);

}  // namespace herald::telegram
