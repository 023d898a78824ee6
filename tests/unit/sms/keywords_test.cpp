#include "host/sms/keywords.hpp"

#include <gtest/gtest.h>

#include <set>

namespace herald::sms {
namespace {

TEST(Keywords, are_found_whatever_their_case_and_what_stands_around_them) {
  for (const char* text :
       {"STOP",         "stop",   "Stop.",         " STOP! ",     "\"stop\"", "Stop\n",    "¡STOP!", "«stop»",
        "STOP\xC2\xA0", "stop…",  "(stop)",        "UNSUBSCRIBE", "Opt-Out",  "opt   out", "OptOut", "ARRET",
        "Arrêt",        "ARRÊT",  "ARRE\xCC\x82T", "alto",        "PARAR",    "Baja",      "STOPP",  "СТОП",
        "退订",         "退订。", "停止",          "הסר",         "إيقاف",    "TD",        "SAIR",   "RET"})
    EXPECT_EQ(keyword_of(text), Keyword::Stop) << text;
  for (const char* text : {"START", "unstop", "Старт"}) EXPECT_EQ(keyword_of(text), Keyword::Start) << text;
  for (const char* text : {"help", "INFO?", "Aide", "AYUDA", "Hilfe!", "HJÄLP"})
    EXPECT_EQ(keyword_of(text), Keyword::Help) << text;
}

TEST(Keywords, are_whole_texts_only) {
  for (const char* text :
       {"", " ", "...", "please stop", "stop it", "non-stop", "stopped", "STOP STOP", "the end",
        "cancel my order", "yes", "s t o p", "don't stop", "info@example.com", "no"})
    EXPECT_EQ(keyword_of(text), Keyword::None) << text;
}

TEST(Keywords, of_a_channel_count_before_the_known_ones) {
  const OwnWords own{.stop = {"Genug", "start"}, .start = {"YES", "Weiter!"}};
  EXPECT_EQ(keyword_of("genug.", own), Keyword::Stop);
  EXPECT_EQ(keyword_of("START", own), Keyword::Stop);
  EXPECT_EQ(keyword_of("yes", own), Keyword::Start);
  EXPECT_EQ(keyword_of("weiter", own), Keyword::Start);
  EXPECT_EQ(keyword_of("stop", own), Keyword::Stop);
}

TEST(Keywords, are_not_looked_for_in_long_texts) {
  EXPECT_EQ(keyword_of("stop" + std::string(156, ' ')), Keyword::Stop);
  EXPECT_EQ(keyword_of("stop" + std::string(157, ' ')), Keyword::None);
}

TEST(Keywords, are_listed_once_folded_and_with_their_source) {
  std::set<std::string_view> seen;
  for (const KnownWord& one : known_words()) {
    EXPECT_TRUE(seen.insert(one.word).second) << one.word;
    EXPECT_EQ(folded(one.word), one.word);
    EXPECT_EQ(keyword_of(one.word), one.keyword);
    EXPECT_FALSE(one.language.empty());
    EXPECT_FALSE(one.source.empty());
  }
}

TEST(Keywords, that_are_broken_utf8_are_none) { EXPECT_EQ(keyword_of("st\xFFop"), Keyword::None); }

}  // namespace
}  // namespace herald::sms
