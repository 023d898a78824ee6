#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::provider {

/// One part of a multipart/form-data body. [value]; `body` points into the body that was read.
struct Part {
  std::string name{};
  std::string filename{};
  std::string content_type{};
  std::string_view body{};
};

/// True for the content type multipart/form-data. [any thread]
bool is_multipart(std::string_view content_type);

/// The parts, whatever bytes they hold; nothing when the boundary is missing or the body does not end with
/// it, or has more than 1100 parts. Parts without a name are left out. [any thread] Source: RFC 7578, RFC
/// 2046 §5.1.
std::optional<std::vector<Part>> read_multipart(std::string_view body, std::string_view content_type);

/// The body of the first part of that name, or nothing (empty). [any thread]
std::string_view part_text(const std::vector<Part>& parts, std::string_view name);

}  // namespace herald::provider
