#include "host/dispatch/upload_time.hpp"

namespace herald::dispatch {

std::int64_t body_bytes(const domain::OutboundRequest& request) {
  auto bytes = static_cast<std::int64_t>(request.body.size());
  for (const domain::FileSegment& file : request.files) bytes += domain::encoded_size(file);
  return bytes;
}

std::int64_t largest_bytes(std::span<const domain::AttachedFile> files) {
  std::int64_t bytes = 0;
  for (const domain::AttachedFile& file : files)
    bytes += domain::encoded_size({.size = file.size, .encoding = domain::FileEncoding::Base64Mime});
  return bytes;
}

}  // namespace herald::dispatch
