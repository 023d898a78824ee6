#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace herald::sms {

/// What a whole text asks for.
enum class Keyword : std::uint8_t { None, Stop, Start, Help };

/// "stop", "start", "help"; empty for None.
std::string_view to_text(Keyword keyword);

/// A word that is recognised everywhere: nobody knows which language a person answers in. [value]
struct KnownWord {
  std::string_view word;  ///< folded
  Keyword keyword;
  std::string_view language;  ///< BCP 47
  std::string_view source;
};
std::span<const KnownWord> known_words();

/// Words of a channel's own, which count before the known ones. [value]
struct OwnWords {
  std::vector<std::string> stop{};
  std::vector<std::string> start{};
};

/// The text as keywords are compared: case folded, without combining marks, without blanks and punctuation
/// around it, each run of blanks inside a single one. Empty for a text of more than 160 bytes, which is none.
std::string folded(std::string_view text);

/// The keyword that a whole text is; None for a text that merely holds one. [any thread]
Keyword keyword_of(std::string_view text, const OwnWords& own = {});

}  // namespace herald::sms
