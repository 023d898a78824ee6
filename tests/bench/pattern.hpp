#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/random.hpp"
#include "host/storage/cell.hpp"

namespace herald::bench {

/// What a word of a sample becomes in a copy: an id that sorts by the copy's time, a telephone number of
/// nobody else, a name that is its own, a hash.
enum class WordKind : std::uint8_t { Id, Phone, Name, Hash };

/// The words of a sample that belong to it alone, and so have to differ in each copy of it. [one thread]
class Vocabulary {
 public:
  /// Nothing happens when the word is empty or known.
  void add(const std::string& word, WordKind kind);
  /// Its number, or -1.
  [[nodiscard]] int find(std::string_view word) const;
  /// What each word becomes in copy `number`, whose times are `shift` later.
  [[nodiscard]] std::vector<std::string> spell(long number, std::chrono::milliseconds shift,
                                               Random& random) const;

 private:
  struct Word {
    std::string text;
    WordKind kind{WordKind::Name};
    long place{0};  ///< among the words of its kind
  };
  std::vector<Word> words_;
  std::unordered_map<std::string, int> places_;
  long phones_{0};
};

/// One cell of a sample, taken apart once, so that copies are quick: text that stays and words that are spelt
/// anew, also inside of JSON, or a time that moves. A word is letters, digits and `+-_.`. [value]
class Pattern {
 public:
  Pattern(const storage::Cell& cell, const Vocabulary& words);
  [[nodiscard]] storage::Cell render(const std::vector<std::string>& spelling,
                                     std::chrono::milliseconds shift) const;

 private:
  enum class Kind : std::uint8_t { Text, Word, Time };
  struct Piece {
    Kind kind{Kind::Text};
    std::string text{};
    int word{-1};
    Instant at{};
  };
  [[nodiscard]] static Piece piece_of(std::string word, const Vocabulary& words);
  void add(Piece piece);
  bool null_;
  std::vector<Piece> pieces_;
};

}  // namespace herald::bench
