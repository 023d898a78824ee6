#include "tests/flow/warden_house.hpp"

#include <filesystem>

namespace herald::test {

namespace fs = std::filesystem;
using nlohmann::json;

DaemonOptions WardenHouse::options(const TemporaryDirectory& files) {
  fs::copy(built("plugins/sandbox.so"), files.path() / "sandbox.so");
  fs::copy(built("fixtures/warden.so"), files.path() / "warden.so");
  write_file(files.path() / "policy", "in_process org.\n");
  return {.settings = {"plugins.policy=" + (files.path() / "policy").string()}, .plugins = files.path()};
}

WardenHouse::WardenHouse()
    : daemon_{GetParam(), options(files_)},
      tenant_{daemon_.port(), daemon_.make_key("warden")},
      channel_{tenant_.make_channel(sandbox_.channel("main"))} {}

json WardenHouse::message(const std::string& text, const json& metadata) const {
  return {{"channel_id", channel_},
          {"to_address", "+15005550100"},
          {"message_body", text},
          {"metadata", metadata}};
}

json WardenHouse::body(const HttpReply& reply, int status) {
  EXPECT_EQ(reply.status, status) << reply.head << reply.body;
  return json::parse(reply.body, nullptr, false);
}

json WardenHouse::told(const json& message, const std::string& type) {
  json out;
  for (const json& entry : message.at("timeline"))
    if (entry.at("type") == type) out = entry.at("data");
  return out;
}

HttpReply WardenHouse::operate(const std::string& what, const std::string& id) const {
  return daemon_.admin("POST", "/api/v1/admin/plugins/" + id + "/" + what);
}

}  // namespace herald::test
