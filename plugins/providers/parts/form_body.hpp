#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace herald::provider {

/// One part of a multipart/form-data body to be sent: a text, or a file whose bytes the host has. [value]
struct FormPart {
  std::string name{};
  std::string value{};
  std::string blob{};          ///< what the host calls the file; empty: the part is `value`
  std::string filename{};      ///< of a file, for people
  std::string content_type{};  ///< of a file; empty: application/octet-stream
};

/// The body as segments of a plan. File names stay in UTF-8; what would end their quotes does not get in.
/// [any thread] Source: RFC 7578.
nlohmann::json form_body(const std::vector<FormPart>& parts, std::string_view boundary);

/// The content type of such a body. [any thread]
std::string form_body_type(std::string_view boundary);

}  // namespace herald::provider
