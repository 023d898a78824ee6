#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "tests/flow/house.hpp"

namespace herald::test {

/// A file as a tenant uploads it. [value]
struct UploadedFile {
  std::string bytes{};
  std::string content_type{};
  std::string query{};  ///< with the question mark
};
HttpReply upload_file(const House& house, const UploadedFile& file);

/// Bytes that begin as a PNG does and are no text.
std::string png_bytes(std::size_t size);

/// The files of a message once none is PENDING any more (or as they are at the end of the time).
nlohmann::json settled_files(Tenant& tenant, const std::string& message);

/// The bytes of a file.
std::string bytes_of(Tenant& tenant, const nlohmann::json& file);

}  // namespace herald::test
