#include "host/ctl/words.hpp"

#include <algorithm>

namespace herald::ctl {

Error usage(std::string detail) {
  return {.code = Errc::Invalid, .reason = "usage", .detail = std::move(detail)};
}

namespace {

Error misuse(const Grammar& grammar, const std::string& text) {
  return usage(std::string{grammar.name} + ": " + text);
}

std::size_t word_count(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::count(name, ' ')) + 1;
}

Result<Done> check(const Grammar& grammar, const Words& words) {
  const std::size_t wanted = grammar.positional.empty() ? 0 : 1;
  if (words.positional.size() < wanted) return misuse(grammar, "expected " + std::string{grammar.positional});
  if (words.positional.size() > wanted)
    return misuse(grammar, "did not expect '" + words.positional[wanted] + "'");
  for (const std::string_view name : grammar.needed) {
    if (words.option(name).empty()) return misuse(grammar, "expected " + std::string{name} + " with a value");
  }
  return Done{};
}

}  // namespace

std::string Words::option(std::string_view name) const {
  const auto found = std::ranges::find(options, name, &std::pair<std::string, std::string>::first);
  return found == options.end() ? std::string{} : found->second;
}

bool names(const Grammar& grammar, std::span<const std::string> words) {
  const std::size_t count = word_count(grammar.name);
  if (words.size() < count) return false;
  return grammar.name == (count == 1 ? words[0] : words[0] + " " + words[1]);
}

Result<Words> read_words(const Grammar& grammar, std::span<const std::string> words) {
  Words out;
  for (std::size_t i = word_count(grammar.name); i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!word.starts_with("--")) {
      out.positional.push_back(word);
      continue;
    }
    if (std::ranges::find(grammar.options, word) == grammar.options.end())
      return misuse(grammar, "unknown option " + word);
    if (std::ranges::find(out.options, word, &std::pair<std::string, std::string>::first) !=
        out.options.end())
      return misuse(grammar, "expected " + word + " once");
    if (i + 1 == words.size()) return misuse(grammar, "expected a value after " + word);
    out.options.emplace_back(word, words[++i]);
  }
  if (auto fine = check(grammar, out); !fine) return std::move(fine).error();
  return out;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = text.find(',');
    if (const auto part = text.substr(0, end); !part.empty()) out.emplace_back(part);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return out;
}

}  // namespace herald::ctl
