#include "host/media/sniff.hpp"

#include <gtest/gtest.h>

#include <tuple>
#include <vector>

namespace herald::media {
namespace {

using namespace std::string_view_literals;

TEST(Sniff, KnowsFilesByTheirFirstBytes) {
  const std::vector<std::pair<std::string_view, std::string_view>> known{
      {"\xFF\xD8\xFF\xE0..JFIF"sv, "image/jpeg"},
      {"\x89PNG\r\n\x1A\n...."sv, "image/png"},
      {"GIF89a.."sv, "image/gif"},
      {"RIFF\x10\0\0\0WEBPVP8 "sv, "image/webp"},
      {"RIFF\x10\0\0\0WAVEfmt "sv, "audio/wav"},
      {"%PDF-1.7"sv, "application/pdf"},
      {"PK\x03\x04.."sv, "application/zip"},
      {"\0\0\0\x18"
       "ftypmp42"sv,
       "video/mp4"},
      {"\0\0\0\x18"
       "ftyp3gp4"sv,
       "video/3gpp"},
      {"\0\0\0\x18"
       "ftypM4A "sv,
       "audio/mp4"},
      {"\0\0\0\x18"
       "ftypqt  "sv,
       "video/quicktime"},
      {"OggS\0\x02"sv, "application/ogg"},
      {"ID3\x04"sv, "audio/mpeg"},
      {"\xFF\xFB\x90\x44"sv, "audio/mpeg"},
      {"\xFF\xF1\x50\x80"sv, "audio/aac"},
      {"#!AMR\n"sv, "audio/amr"},
      {" \n<!DOCTYPE HTML>"sv, "text/html"},
      {"<script>"sv, "text/html"},
      {"\x7F"
       "ELF\x02"sv,
       "application/x-executable"},
  };
  for (const auto& [bytes, type] : known) EXPECT_EQ(sniff(bytes), type) << type;
}

TEST(Sniff, SaysNothingAboutTextAndTooFewBytes) {
  for (const std::string_view bytes : {""sv, "hello"sv, "\xFF\xD8"sv, "GIF8"sv,
                                       "\0\0\0\x18"
                                       "ftyp"sv,
                                       "name,number\n"sv})
    EXPECT_EQ(sniff(bytes), "") << bytes;
}

TEST(SettleType, TakesTheBytesWhereNothingIsDeclared) {
  EXPECT_EQ(settle_type("", "\x89PNG\r\n\x1A\n"sv).value(), "image/png");
  EXPECT_EQ(settle_type("application/octet-stream", "GIF89a").value(), "image/gif");
  EXPECT_EQ(settle_type("", "who knows").value(), "application/octet-stream");
}

TEST(SettleType, TakesTheSendersWordWhereTheBytesDoNotContradict) {
  const std::vector<std::tuple<std::string_view, std::string_view, std::string_view>> cases{
      {"text/csv; charset=utf-8", "a,b\n", "text/csv"},
      {"Image/JPEG", "\xFF\xD8\xFF\xE0", "image/jpeg"},
      {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK\x03\x04", ""},
      {"application/msword", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", ""},
      {"audio/ogg; codecs=opus", "OggS\0\x02"sv, "audio/ogg"},
      {"audio/mp4",
       "\0\0\0\x18"
       "ftypmp42"sv,
       ""},
      {"text/plain", "BM is what this note begins with", ""},
      {"text/plain", "MZ too", ""},
  };
  for (const auto& [declared, head, expected] : cases) {
    const auto type = settle_type(declared, head);
    ASSERT_TRUE(type) << declared;
    EXPECT_EQ(*type, expected.empty() ? declared : expected);
  }
}

TEST(SettleType, RefusesAWordThatTheBytesContradict) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases{
      {"image/png", "<html><script>"},
      {"image/jpeg", "\x89PNG\r\n\x1A\n"},
      {"application/pdf",
       "\x7F"
       "ELF\x02"},
      {"image/png", "PK\x03\x04"},
      {"text/plain", "%PDF-1.4"},
      {"audio/mpeg", "GIF89a"},
  };
  for (const auto& [declared, head] : cases) {
    const auto type = settle_type(declared, head);
    ASSERT_FALSE(type) << declared;
    EXPECT_EQ(type.error().reason, "content_type_mismatch");
  }
}

TEST(SettleType, RefusesAWordThatIsNoType) {
  for (const std::string_view declared :
       {"png", "image/", "/png", "image/p ng", "image/png\r\nX: y", "a/b/c"})
    EXPECT_FALSE(settle_type(declared, "x")) << declared;
}

TEST(Allows, ReadsAListOfTypes) {
  EXPECT_TRUE(allows("", "image/png"));
  EXPECT_TRUE(allows("*/*", "image/png"));
  EXPECT_TRUE(allows("image/*, application/pdf", "image/png"));
  EXPECT_TRUE(allows("image/*, application/pdf", "application/pdf"));
  EXPECT_FALSE(allows("image/*, application/pdf", "application/pdfx"));
  EXPECT_FALSE(allows("image/*", "imagex/png"));
  EXPECT_FALSE(allows("image/png", "image/pn"));
}

}  // namespace
}  // namespace herald::media
