#include "host/media/sniff.hpp"

#include <algorithm>
#include <array>

namespace herald::media {
namespace {

using namespace std::string_view_literals;

constexpr std::string_view kAnything = "application/octet-stream";

struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view type;
};

constexpr std::array<Magic, 19> kMagics{{
    {0, "\xFF\xD8\xFF"sv, "image/jpeg"},
    {0, "\x89PNG\r\n\x1A\n"sv, "image/png"},
    {0, "GIF87a"sv, "image/gif"},
    {0, "GIF89a"sv, "image/gif"},
    {8, "WEBPVP"sv, "image/webp"},
    {0, "BM"sv, "image/bmp"},
    {0, "%PDF-"sv, "application/pdf"},
    {0, "PK\x03\x04"sv, "application/zip"},
    {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "application/x-ole-storage"},
    {0, "\x1F\x8B\x08"sv, "application/gzip"},
    {0, "OggS\0"sv, "application/ogg"},
    {0, "ID3"sv, "audio/mpeg"},
    {0, "#!AMR"sv, "audio/amr"},
    {8, "WAVE"sv, "audio/wav"},
    {0, "\x1A\x45\xDF\xA3"sv, "video/webm"},
    {0,
     "\x7F"
     "ELF"sv,
     "application/x-executable"},
    {0, "MZ"sv, "application/x-msdownload"},
    {0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv, "video/x-ms-asf"},
    {0, "fLaC"sv, "audio/flac"},
}};

/// The major brand of an ISO base media file (ISO/IEC 14496-12 §4.3).
std::string_view sniff_brand(std::string_view head) {
  if (head.size() < 12 || head.substr(4, 4) != "ftyp") return {};
  const std::string_view brand = head.substr(8, 4);
  if (brand.starts_with("3g")) return "video/3gpp";
  if (brand == "M4A " || brand == "M4B ") return "audio/mp4";
  if (brand == "heic" || brand == "heix" || brand == "mif1") return "image/heic";
  if (brand == "avif") return "image/avif";
  return brand == "qt  " ? "video/quicktime" : "video/mp4";
}

/// An MPEG audio frame, or one of AAC in ADTS: eleven set bits, then version and layer.
std::string_view sniff_frame(std::string_view head) {
  if (head.size() < 2 || static_cast<unsigned char>(head[0]) != 0xFF) return {};
  const auto second = static_cast<unsigned char>(head[1]);
  if ((second & 0xF6U) == 0xF0U) return "audio/aac";
  return (second & 0xE0U) == 0xE0U && (second & 0x06U) != 0 && (second & 0x18U) != 0x08U ? "audio/mpeg" : "";
}

char lower_of(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view sniff_markup(std::string_view head) {
  constexpr std::array<std::string_view, 5> kHtml{"<!doctype html", "<html", "<head", "<script", "<body"};
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  const auto begins = [&](std::string_view tag) {
    return head.size() >= tag.size() &&
           std::equal(tag.begin(), tag.end(), head.begin(), [](char a, char b) { return a == lower_of(b); });
  };
  return std::ranges::any_of(kHtml, begins) ? "text/html" : "";
}

/// Both say the same about the bytes: one container, of which a sender knows more than its first bytes tell.
bool compatible(std::string_view declared, std::string_view found) {
  if (declared == found) return true;
  const auto one_of = [&](std::initializer_list<std::string_view> types) {
    return std::ranges::find(types, declared) != types.end();
  };
  if (found == "application/zip")
    return declared.starts_with("application/") || declared.starts_with("model/");
  if (found == "application/x-ole-storage")
    return declared.starts_with("application/") && !one_of({"application/pdf", "application/zip"});
  if (found == "application/ogg") return one_of({"audio/ogg", "video/ogg", "audio/opus"});
  if (found == "video/mp4") return one_of({"audio/mp4", "audio/x-m4a", "video/3gpp", "video/quicktime"});
  if (found == "video/3gpp") return one_of({"audio/3gpp", "video/mp4", "video/3gpp2"});
  if (found == "audio/mp4") return one_of({"audio/x-m4a", "audio/aac", "video/mp4"});
  if (found == "video/webm") return one_of({"audio/webm", "video/x-matroska"});
  if (found == "audio/mpeg") return one_of({"audio/mp3", "audio/aac"});
  if (found == "image/jpeg") return declared == "image/jpg";
  if (found == "audio/wav") return one_of({"audio/x-wav", "audio/wave", "audio/vnd.wave"});
  if (found == "text/html") return declared == "application/xhtml+xml";
  return found == "application/gzip" && one_of({"application/x-gzip", "application/x-tar+gzip"});
}

/// Weak evidence: two letters that a text may begin with as well.
bool weak(std::string_view found) { return found == "image/bmp" || found == "application/x-msdownload"; }

/// The type without parameters, in lower case.
std::string bare(std::string_view declared) {
  std::string out{declared.substr(0, declared.find(';'))};
  while (!out.empty() && (out.back() == ' ' || out.back() == '\t')) out.pop_back();
  std::ranges::transform(out, out.begin(), lower_of);
  return out;
}

bool well_formed(std::string_view type) {
  const auto slash = type.find('/');
  const auto token = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
             "!#$&-^_.+"sv.find(c) != std::string_view::npos;
    });
  };
  return slash != std::string_view::npos && token(type.substr(0, slash)) && token(type.substr(slash + 1));
}

}  // namespace

std::string_view sniff(std::string_view head) {
  for (const Magic& magic : kMagics)
    if (head.size() >= magic.at + magic.bytes.size() &&
        head.substr(magic.at, magic.bytes.size()) == magic.bytes)
      return magic.type;
  for (const auto look : {sniff_brand, sniff_frame, sniff_markup})
    if (const std::string_view type = look(head); !type.empty()) return type;
  return {};
}

Result<std::string> settle_type(std::string_view declared, std::string_view head) {
  const std::string word = bare(declared);
  const std::string_view found = sniff(head);
  if (word.empty() || word == kAnything) return std::string{found.empty() ? kAnything : found};
  if (!well_formed(word))
    return Error{.code = Errc::Invalid,
                 .reason = "content_type_mismatch",
                 .detail = "expected a content type like image/png"};
  if (found.empty() || weak(found) || compatible(word, found)) return word;
  return Error{.code = Errc::Invalid,
               .reason = "content_type_mismatch",
               .detail = "expected bytes of the declared type " + word + ", found " + std::string{found}};
}

bool allows(std::string_view allowed, std::string_view content_type) {
  if (allowed.empty()) return true;
  while (!allowed.empty()) {
    const auto comma = std::min(allowed.find(','), allowed.size());
    std::string_view one = allowed.substr(0, comma);
    allowed.remove_prefix(std::min(comma + 1, allowed.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == "*/*" || one == content_type) return true;
    if (one.ends_with("/*") && content_type.starts_with(one.substr(0, one.size() - 1))) return true;
  }
  return false;
}

}  // namespace herald::media
