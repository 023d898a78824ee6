#pragma once
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/domain/media.hpp"

namespace herald::egress {

/// The bytes of a body that is partly in files, piece by piece, never whole in memory. Borrows the text. [one
/// thread]
class BodyReader final {
 public:
  /// `files` in the order of their places.
  BodyReader(std::string_view text, std::vector<domain::FileSegment> files);
  /// Of the whole body.
  [[nodiscard]] std::int64_t size() const;
  /// True when every file is there with the size that was said.
  [[nodiscard]] bool ready() const;
  /// The next bytes, 0 at the end; nothing when a file cannot be read or is shorter than was said.
  std::optional<std::size_t> read(std::span<char> into);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::optional<std::string> next();
  std::string text_until(std::size_t end);
  std::optional<std::string> next_of_file(const domain::FileSegment& file);

  std::string_view text_;
  std::vector<domain::FileSegment> files_;
  std::size_t at_{0};          ///< of the text
  std::size_t file_{0};        ///< the file that comes next
  std::int64_t file_read_{0};  ///< bytes of it
  std::unique_ptr<std::FILE, Close> open_;
  std::string piece_;     ///< what is read and not taken
  std::size_t taken_{0};  ///< of it
};

}  // namespace herald::egress
