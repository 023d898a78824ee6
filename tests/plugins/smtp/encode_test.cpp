#include "plugins/providers/smtp/encode.hpp"

#include <gtest/gtest.h>

#include <herald/text.hpp>

namespace herald::smtp {
namespace {

/// Reads quoted-printable back (RFC 2045), with CRLF.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '=') {
      out += text[at];
    } else {
      if (text.substr(at, 3) != "=\r\n") out += sdk::from_hex(text.substr(at + 1, 2)).value();
      at += 2;
    }
  }
  return out;
}

TEST(QuotedPrintable, KeepsEveryTextAndBoundsItsLines) {
  std::string text = "Grüße, =20 und\ttabs \nblank at the end \r\n" + std::string(200, 'x') + "\n\n";
  for (int byte = 1; byte < 256; ++byte)
    if (byte != '\r' && byte != '\n') text += static_cast<char>(byte);
  const std::string encoded = quoted_printable(text);
  EXPECT_EQ(decoded(encoded), with_crlf(text));
  std::size_t start = 0;
  for (std::size_t end = 0; (end = encoded.find("\r\n", start)) != std::string::npos; start = end + 2) {
    EXPECT_LE(end - start, 76U);
    EXPECT_NE(encoded[end - 1], ' ');
  }
}

TEST(HeaderText, IsPlainWhereItCanBe) {
  EXPECT_EQ(header_text("Your order 12", 9), "Your order 12");
  EXPECT_EQ(header_text("=?UTF-8?Q?x?=", 9), "=?UTF-8?Q?=3D=3FUTF-8=3FQ=3Fx=3F=3D?=")
      << "no word of a caller's";
}

TEST(HeaderText, IsEncodedWordsThatNeverCutACharacter) {
  EXPECT_EQ(header_text("Grüße", 9), "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=");
  std::string text;
  for (int i = 0; i < 60; ++i) text += "€";
  const std::string encoded = header_text(text, 9);
  std::string joined;
  std::size_t used = 9;
  for (std::size_t start = 0; start < encoded.size();) {
    const std::size_t end = std::min(encoded.find("\r\n ", start), encoded.size());
    const std::string word = encoded.substr(start, end - start);
    EXPECT_LE(word.size() + used, 76U);
    ASSERT_TRUE(word.starts_with("=?UTF-8?Q?") && word.ends_with("?=")) << word;
    const std::string inner = word.substr(10, word.size() - 12);
    EXPECT_EQ(inner.size() % 9, 0U) << "whole characters: " << word;
    joined += decoded(inner);
    used = 1;
    start = end + 3;
  }
  EXPECT_EQ(joined, text);
}

TEST(DisplayName, IsAtomsAQuotedStringOrEncodedWords) {
  EXPECT_EQ(display_name("Ada Lovelace", 6), "Ada Lovelace");
  EXPECT_EQ(display_name("Lovelace, A. \"Ada\"", 6), "\"Lovelace, A. \\\"Ada\\\"\"");
  EXPECT_EQ(display_name("Bøb", 6), "=?UTF-8?Q?B=C3=B8b?=");
}

TEST(Xtext, CodesWhatACommandWouldMistake) {
  EXPECT_EQ(xtext("a+b=c d\xC3"), "a+2Bb+3Dc+20d+C3");
  EXPECT_EQ(xtext("bob@example.net"), "bob@example.net");
}

TEST(Parameter, IsQuotedWhereItIsShortAndPlain) {
  EXPECT_EQ(parameter("filename", "a b.pdf"), ";\r\n filename=\"a b.pdf\"");
  EXPECT_EQ(parameter("filename", std::string(60, 'x')), ";\r\n filename=\"" + std::string(60, 'x') + '"');
  EXPECT_EQ(parameter("filename", "a\"b"), ";\r\n filename*0*=UTF-8''a%22b");
  EXPECT_EQ(parameter("filename", ""), ";\r\n filename=\"\"");
}

TEST(Parameter, ContinuesOverLinesOfWholeCharacters) {
  std::string value;
  for (int i = 0; i < 60; ++i) value += "\xF0\x9F\x98\x80";
  const std::string text = parameter("filename", value);
  std::string joined;
  int piece = 0;
  for (std::size_t start = 0; start < text.size(); ++piece) {
    const std::size_t end = std::min(text.find(";\r\n ", start + 1), text.size());
    const std::string line = text.substr(start + 4, end - start - 4);
    EXPECT_LE(line.size() + 2, 78U) << line;
    const std::string head = "filename*" + std::to_string(piece) + "*=" + (piece == 0 ? "UTF-8''" : "");
    ASSERT_TRUE(line.starts_with(head)) << line;
    EXPECT_EQ((line.size() - head.size()) % 12, 0U) << "whole characters: " << line;
    joined += line.substr(head.size());
    start = end;
  }
  EXPECT_GT(piece, 5);
  EXPECT_EQ(joined.size(), 60U * 12U);
}

TEST(DotStuffing, DoublesDotsAtTheBeginningOfLinesOnly) {
  EXPECT_EQ(dot_stuffed(".a\r\nb.c\r\n..d\r\n.\r\n"), "..a\r\nb.c\r\n...d\r\n..\r\n");
}

TEST(LineEnds, BecomeCrlf) {
  EXPECT_EQ(with_crlf("a\nb\r\nc"), "a\r\nb\r\nc");
  EXPECT_TRUE(has_plain_lines("a\r\nb\n" + std::string(998, 'x')));
  EXPECT_FALSE(has_plain_lines(std::string(999, 'x')));
  EXPECT_FALSE(has_plain_lines("a\rb"));
  EXPECT_FALSE(has_plain_lines(std::string_view{"a\0b", 3}));
}

TEST(DateText, IsInUtc) {
  EXPECT_EQ(date_text(1732357000000), "Sat, 23 Nov 2024 10:16:40 +0000");
  EXPECT_EQ(date_text(0), "Thu, 1 Jan 1970 00:00:00 +0000");
  EXPECT_EQ(date_text(1709251199999), "Thu, 29 Feb 2024 23:59:59 +0000");
}

}  // namespace
}  // namespace herald::smtp
