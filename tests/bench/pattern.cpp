#include "tests/bench/pattern.hpp"

#include <charconv>
#include <utility>

#include "host/base/hex.hpp"
#include "host/base/ids.hpp"

namespace herald::bench {
namespace {

constexpr long kFirstPhone = 2'000'000'000;  ///< +1 and ten digits
constexpr std::size_t kHashBytes = 32;

/// The time in a UUID of version 7: its first 48 bits.
Instant time_in(std::string_view uuid) {
  const std::string digits = std::string{uuid.substr(0, 8)} + std::string{uuid.substr(9, 4)};
  std::int64_t milliseconds = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), milliseconds, 16);
  return Instant{std::chrono::milliseconds{milliseconds}};
}

bool in_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '-' ||
         c == '_' || c == '.';
}

}  // namespace

void Vocabulary::add(const std::string& word, WordKind kind) {
  if (word.empty() || !places_.emplace(word, static_cast<int>(words_.size())).second) return;
  words_.push_back({.text = word, .kind = kind, .place = kind == WordKind::Phone ? phones_++ : 0});
}

int Vocabulary::find(std::string_view word) const {
  const auto found = places_.find(std::string{word});
  return found == places_.end() ? -1 : found->second;
}

std::vector<std::string> Vocabulary::spell(long number, std::chrono::milliseconds shift,
                                           Random& random) const {
  std::vector<std::string> out;
  out.reserve(words_.size());
  for (const Word& word : words_) switch (word.kind) {
      case WordKind::Id:
        out.push_back(make_uuid(time_in(word.text) + shift, random));
        break;
      case WordKind::Phone:
        out.push_back("+1" + std::to_string(kFirstPhone + number * phones_ + word.place));
        break;
      case WordKind::Name:
        out.push_back(word.text + "." + std::to_string(number));
        break;
      case WordKind::Hash:
        out.push_back(to_hex(random.bytes(kHashBytes)));
        break;
    }
  return out;
}

Pattern::Pattern(const storage::Cell& cell, const Vocabulary& words) : null_{cell.null} {
  if (const auto at = from_sql(cell.text)) {
    add({.kind = Kind::Time, .at = *at});
    return;
  }
  const std::string& text = cell.text;
  for (std::size_t from = 0; from < text.size();) {
    std::size_t to = from;
    while (to < text.size() && in_word(text[to]) == in_word(text[from])) ++to;
    add(piece_of(text.substr(from, to - from), words));
    from = to;
  }
}

Pattern::Piece Pattern::piece_of(std::string word, const Vocabulary& words) {
  if (const int found = words.find(word); found >= 0) return {.kind = Kind::Word, .word = found};
  return {.text = std::move(word)};
}

void Pattern::add(Piece piece) {
  const bool joins = piece.kind == Kind::Text && !pieces_.empty() && pieces_.back().kind == Kind::Text;
  if (joins)
    pieces_.back().text += piece.text;
  else
    pieces_.push_back(std::move(piece));
}

storage::Cell Pattern::render(const std::vector<std::string>& spelling,
                              std::chrono::milliseconds shift) const {
  if (null_) return {};
  std::string out;
  for (const Piece& piece : pieces_) switch (piece.kind) {
      case Kind::Text:
        out += piece.text;
        break;
      case Kind::Word:
        out += spelling[static_cast<std::size_t>(piece.word)];
        break;
      case Kind::Time:
        out += to_sql(piece.at + shift);
        break;
    }
  return out;
}

}  // namespace herald::bench
