#include "host/egress/body_reader.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <utility>

namespace herald::egress {
namespace {

using domain::FileEncoding;

constexpr std::size_t kLineBytes = 57;                 ///< that make a line of 76 letters
constexpr std::size_t kPieceBytes = kLineBytes * 512;  ///< read from a file at once

std::string base64(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  out.pop_back();  // the terminating zero
  return out;
}

std::string encoded(std::string bytes, FileEncoding encoding) {
  if (encoding == FileEncoding::None) return bytes;
  if (encoding == FileEncoding::Base64) return base64(bytes);
  std::string out;
  for (std::string_view rest{bytes}; !rest.empty(); rest.remove_prefix(std::min(kLineBytes, rest.size())))
    out.append(out.empty() ? "" : "\r\n").append(base64(rest.substr(0, kLineBytes)));
  return out;
}

}  // namespace

BodyReader::BodyReader(std::string_view text, std::vector<domain::FileSegment> files)
    : text_{text}, files_{std::move(files)} {}

std::int64_t BodyReader::size() const {
  auto size = static_cast<std::int64_t>(text_.size());
  for (const domain::FileSegment& file : files_) size += domain::encoded_size(file);
  return size;
}

bool BodyReader::ready() const {
  return std::ranges::all_of(files_, [](const domain::FileSegment& file) {
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file.path, error);
    return !error && size == static_cast<std::uintmax_t>(file.size);
  });
}

std::optional<std::size_t> BodyReader::read(std::span<char> into) {
  if (taken_ == piece_.size()) {
    auto piece = next();
    if (!piece) return std::nullopt;
    piece_ = *std::move(piece);
    taken_ = 0;
  }
  const std::size_t count = std::min(into.size(), piece_.size() - taken_);
  std::memcpy(into.data(), piece_.data() + taken_, count);
  taken_ += count;
  return count;
}

/// The next piece that is not empty; an empty one at the end.
std::optional<std::string> BodyReader::next() {
  while (file_ < files_.size()) {
    const domain::FileSegment& file = files_[file_];
    if (at_ < file.at) return text_until(file.at);
    if (file_read_ < file.size) return next_of_file(file);
    open_.reset();
    file_read_ = 0;
    ++file_;
  }
  return text_until(text_.size());
}

std::string BodyReader::text_until(std::size_t end) {
  const std::size_t begin = std::exchange(at_, end);
  return std::string{text_.substr(begin, end - begin)};
}

std::optional<std::string> BodyReader::next_of_file(const domain::FileSegment& file) {
  if (!open_) open_.reset(std::fopen(file.path.c_str(), "rbe"));
  if (!open_) return std::nullopt;
  const auto count = static_cast<std::size_t>(std::min<std::int64_t>(kPieceBytes, file.size - file_read_));
  std::string bytes(count, '\0');
  if (std::fread(bytes.data(), 1, count, open_.get()) != count) return std::nullopt;
  const bool next_line = file.encoding == FileEncoding::Base64Mime && file_read_ > 0;
  file_read_ += static_cast<std::int64_t>(count);
  return (next_line ? "\r\n" : "") + encoded(std::move(bytes), file.encoding);
}

}  // namespace herald::egress
