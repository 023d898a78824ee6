#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/domain/ids.hpp"

namespace herald::domain {

/// Bytes in the media directory. [value]
struct StoredBytes {
  std::string digest{};  ///< hex SHA-256, their name
  std::int64_t size{0};
  std::string content_type{};
  bool operator==(const StoredBytes&) const = default;
};

/// A file of somebody's: of a message, or uploaded and not sent yet (table communication_attachment). [value]
struct Medium {
  enum class Status : std::uint8_t { Pending, Stored, Failed };  ///< Pending: the host has still to fetch it
  MediaId id{};
  TenantId tenant{};
  MessageId message{};  ///< empty: uploaded and not sent
  int position{0};      ///< among those of the message
  std::string media_type{"FILE"};
  std::string name{};
  StoredBytes bytes{};         ///< digest empty: none of ours, it is at `url` or with the provider
  std::string url{};           ///< where others have it
  std::string provider_ref{};  ///< what op fetch_media takes
  Status status{Status::Stored};
  std::string reason{};  ///< machine word, of Failed
  Instant created_at{};
  std::optional<Instant> expires_at{};  ///< of one that is not sent: when it is removed
};

constexpr std::string_view to_text(Medium::Status status) {
  switch (status) {
    case Medium::Status::Pending:
      return "PENDING";
    case Medium::Status::Stored:
      return "STORED";
    case Medium::Status::Failed:
      break;
  }
  return "FAILED";
}

/// IMAGE, VIDEO, AUDIO or FILE.
constexpr std::string_view media_type_of(std::string_view content_type) {
  if (content_type.starts_with("image/")) return "IMAGE";
  if (content_type.starts_with("video/")) return "VIDEO";
  if (content_type.starts_with("audio/")) return "AUDIO";
  return "FILE";
}

/// What a stated content type is worth.
enum class TypeClaim : std::uint8_t {
  Binding,  ///< bytes that contradict it are refused
  Hint,     ///< the bytes are believed
};

/// The directory of bytes, which several nodes may share. [any thread]
class MediaFiles {
 public:
  virtual ~MediaFiles() = default;
  /// Where new bytes are to be written: a path in the directory that nobody else gets.
  [[nodiscard]] virtual std::string incoming() = 0;
  /// Takes a finished file over, durably, under its digest; `declared` is what its sender calls its type, may
  /// be empty. The file is gone from `path` in any case. Invalid/"content_type_mismatch",
  /// "content_type_refused"; Unavailable/"media_unwritable".
  virtual Result<StoredBytes> adopt(const std::string& path, const TenantId& tenant,
                                    std::string_view declared, TypeClaim claim) = 0;
  /// The same for bytes in memory.
  virtual Result<StoredBytes> keep(std::string_view bytes, const TenantId& tenant, std::string_view declared,
                                   TypeClaim claim) = 0;
  /// Forgets a file of incoming() that was not adopted. Missing ones are no error.
  virtual void discard(const std::string& path) = 0;
  /// Where the tenant's bytes of that digest lie.
  [[nodiscard]] virtual std::string path_of(const TenantId& tenant, const std::string& digest) const = 0;
  /// Forgets them. Missing ones are no error.
  virtual void remove(const TenantId& tenant, const std::string& digest) = 0;
};

/// How bytes of a file stand in the body of a request.
enum class FileEncoding : std::uint8_t { None, Base64, Base64Mime };

/// By its word in a plugin's segment; empty means none.
constexpr std::optional<FileEncoding> file_encoding(std::string_view word) {
  if (word.empty() || word == "none") return FileEncoding::None;
  if (word == "base64") return FileEncoding::Base64;
  if (word == "base64_mime") return FileEncoding::Base64Mime;
  return std::nullopt;
}

/// Bytes of a file, to be put into a body. [value]
struct FileSegment {
  std::size_t at{0};  ///< before this byte of the body's text
  std::string path{};
  std::int64_t size{0};  ///< of the file
  FileEncoding encoding{FileEncoding::None};
  bool operator==(const FileSegment&) const = default;
};

/// A file of a message that its plugin may put into a body. [value]
struct AttachedFile {
  std::string blob{};  ///< what the plugin calls it
  std::string path{};
  std::int64_t size{0};
};

/// The bytes of one segment, read and encoded piece by piece, never whole in memory. [one thread]
class FilePieces {
 public:
  virtual ~FilePieces() = default;
  /// The next bytes, at most 64 KiB, empty at the end; nothing when the file cannot be read or is not as long
  /// as was said.
  virtual std::optional<std::string> next() = 0;
};
/// Opens them; null when the file is not there with the size that was said.
using OpenFile = std::function<std::unique_ptr<FilePieces>(const FileSegment&)>;

/// Bytes that the segment adds to the body.
constexpr std::int64_t encoded_size(const FileSegment& segment) {
  constexpr std::int64_t kLine = 76;
  if (segment.encoding == FileEncoding::None) return segment.size;
  const std::int64_t letters = (segment.size + 2) / 3 * 4;
  if (segment.encoding == FileEncoding::Base64) return letters;
  return letters == 0 ? 0 : letters + (letters - 1) / kLine * 2;
}

}  // namespace herald::domain
