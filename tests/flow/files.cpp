#include "tests/flow/files.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace herald::test {

using nlohmann::json;

HttpReply upload_file(const House& house, const UploadedFile& file) {
  HttpClient client{house.daemon.port()};
  return client.send(
      {"POST",
       "/api/v1/communication/media" + file.query,
       {{"Authorization", "Bearer " + house.tenant.key()}, {"Content-Type", file.content_type}},
       file.bytes});
}

std::string png_bytes(std::size_t size) {
  const std::string head{"\x89PNG\r\n\x1A\n", 8};
  return head + std::string(std::max(size, head.size()) - head.size(), '\xFB');
}

json settled_files(Tenant& tenant, const std::string& message) {
  json files = json::array();
  eventually([&] {
    files = json::parse(tenant.call("GET", "/media?message_id=" + message).body).at("data");
    return !files.empty() &&
           std::ranges::none_of(files, [](const json& one) { return one.at("status") == "PENDING"; });
  });
  return files;
}

std::string bytes_of(Tenant& tenant, const json& file) {
  return tenant.call("GET", "/media/" + file.at("id").get<std::string>() + "/content").body;
}

}  // namespace herald::test
