#include "host/sms/keywords.hpp"

#include <algorithm>
#include <array>

#include "host/sms/segmentation.hpp"
#include "host/sms/utf8.hpp"

namespace herald::sms {
namespace {

constexpr std::size_t kLongestText = 160;

constexpr std::string_view kCtia =
    "CTIA Short Code Monitoring Handbook; Messaging Principles and Best Practices";
constexpr std::string_view kFcc = "47 CFR 64.1200(a)(10)";
constexpr std::string_view kTwilio = "Twilio, default keywords";
constexpr std::string_view kAws = "AWS End User Messaging, required opt-out keywords";
constexpr std::string_view kCwta = "CWTA Canadian common short code guidelines";
constexpr std::string_view kWord = "the language's own word";

/// YES is left out: it answers questions more often than it subscribes. A channel may add it.
constexpr std::array<KnownWord, 42> kWords{{
    {"stop", Keyword::Stop, "en", kCtia},       {"unsubscribe", Keyword::Stop, "en", kCtia},
    {"cancel", Keyword::Stop, "en", kCtia},     {"end", Keyword::Stop, "en", kCtia},
    {"quit", Keyword::Stop, "en", kCtia},       {"stopall", Keyword::Stop, "en", kTwilio},
    {"stop all", Keyword::Stop, "en", kTwilio}, {"revoke", Keyword::Stop, "en", kFcc},
    {"opt out", Keyword::Stop, "en", kFcc},     {"optout", Keyword::Stop, "en", kAws},
    {"opt-out", Keyword::Stop, "en", kAws},     {"remove", Keyword::Stop, "en", kAws},
    {"arret", Keyword::Stop, "fr", kAws},       {"arrêt", Keyword::Stop, "fr", kCwta},
    {"alto", Keyword::Stop, "es", kWord},       {"parar", Keyword::Stop, "es", kWord},
    {"baja", Keyword::Stop, "es", kWord},       {"cancelar", Keyword::Stop, "es", kWord},
    {"sair", Keyword::Stop, "pt", kWord},       {"stopp", Keyword::Stop, "de", kWord},
    {"abmelden", Keyword::Stop, "de", kWord},   {"afmelden", Keyword::Stop, "nl", kWord},
    {"afmeld", Keyword::Stop, "da", kWord},     {"стоп", Keyword::Stop, "ru", kWord},
    {"ret", Keyword::Stop, "tr", kWord},        {"berhenti", Keyword::Stop, "id", kWord},
    {"td", Keyword::Stop, "zh", kAws},          {"退订", Keyword::Stop, "zh", kWord},
    {"退訂", Keyword::Stop, "zh-Hant", kWord},  {"停止", Keyword::Stop, "ja", kWord},
    {"הסר", Keyword::Stop, "he", kWord},        {"إيقاف", Keyword::Stop, "ar", kWord},
    {"start", Keyword::Start, "en", kTwilio},   {"unstop", Keyword::Start, "en", kTwilio},
    {"старт", Keyword::Start, "ru", kWord},     {"help", Keyword::Help, "en", kCtia},
    {"info", Keyword::Help, "en", kTwilio},     {"aide", Keyword::Help, "fr", kCwta},
    {"ayuda", Keyword::Help, "es", kWord},      {"ajuda", Keyword::Help, "pt", kWord},
    {"hilfe", Keyword::Help, "de", kWord},      {"hjälp", Keyword::Help, "sv", kWord},
}};

constexpr std::u32string_view kBlanks = U" \t\r\n\u00A0\u2009\u200B\u202F\u3000\uFEFF";
constexpr std::u32string_view kPunctuation =
    U"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\u00A1\u00BF\u00AB\u00BB\u2010\u2013\u2014\u2018\u2019\u201C\u201D"
    U"\u201E\u2026\u3001\u3002\u300C\u300D\uFF01\uFF0C\uFF1F";

bool is_blank(char32_t c) { return kBlanks.find(c) != std::u32string_view::npos; }
bool is_edge(char32_t c) { return is_blank(c) || kPunctuation.find(c) != std::u32string_view::npos; }
bool is_combining(char32_t c) { return c >= 0x300 && c <= 0x36F; }

bool between(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

/// Latin Extended-A: capital and small letter stand side by side, which of them is even changes twice.
char32_t fold_extended(char32_t c) {
  if (c == 0x130 || c == 0x131) return U'i';
  if (c == 0x178) return 0xFF;
  const bool odd_capitals = between(c, 0x139, 0x148) || between(c, 0x179, 0x17E);
  return (c % 2 == 1) == odd_capitals ? c + 1 : c;
}

/// Simple case folding of the alphabets that the table above uses.
char32_t fold(char32_t c) {
  if (between(c, U'A', U'Z') || (between(c, 0xC0, 0xDE) && c != 0xD7)) return c + 0x20;
  if (between(c, 0x100, 0x17F) && c != 0x138 && c != 0x149 && c != 0x17F) return fold_extended(c);
  if (between(c, 0x391, 0x3A9) || between(c, 0x410, 0x42F)) return c + 0x20;
  return between(c, 0x400, 0x40F) ? c + 0x50 : c;
}

std::u32string characters_of(std::string_view text) {
  std::u32string out;
  while (!text.empty())
    if (const char32_t c = take_character(text); !is_combining(c)) out.push_back(fold(c));
  return out;
}

}  // namespace

std::string_view to_text(Keyword keyword) {
  switch (keyword) {
    case Keyword::Stop:
      return "stop";
    case Keyword::Start:
      return "start";
    case Keyword::Help:
      return "help";
    case Keyword::None:
      break;
  }
  return {};
}

std::span<const KnownWord> known_words() { return kWords; }

std::string folded(std::string_view text) {
  if (text.size() > kLongestText) return {};
  const std::u32string all = characters_of(text);
  std::u32string_view inner = all;
  while (!inner.empty() && is_edge(inner.front())) inner.remove_prefix(1);
  while (!inner.empty() && is_edge(inner.back())) inner.remove_suffix(1);
  std::string out;
  for (const char32_t c : inner) {
    if (!is_blank(c))
      out += utf8_of(c);
    else if (!out.ends_with(' '))
      out += ' ';
  }
  return out;
}

Keyword keyword_of(std::string_view text, const OwnWords& own) {
  const std::string word = folded(text);
  if (word.empty()) return Keyword::None;
  const auto is_word = [&](const std::string& one) { return folded(one) == word; };
  if (std::ranges::any_of(own.stop, is_word)) return Keyword::Stop;
  if (std::ranges::any_of(own.start, is_word)) return Keyword::Start;
  const auto* known = std::ranges::find(kWords, word, &KnownWord::word);
  return known == kWords.end() ? Keyword::None : known->keyword;
}

}  // namespace herald::sms
