#include "tests/flow/warden_house.hpp"

#include <filesystem>

namespace herald::test {

namespace fs = std::filesystem;
using nlohmann::json;

DaemonOptions WardenHouse::options(const TemporaryDirectory& files, Where where) {
  fs::copy(built("plugins/sandbox.so"), files.path() / "sandbox.so");
  fs::copy(built("fixtures/warden.so"), files.path() / "warden.so");
  write_file(files.path() / "policy",
             where == Where::InProcess ? "in_process org.\n" : "in_process org.herald.\n");
  return {.settings = {"plugins.policy=" + (files.path() / "policy").string()}, .plugins = files.path()};
}

WardenHouse::WardenHouse(Where where)
    : daemon_{GetParam(), options(files_, where)},
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

HttpReply WardenHouse::ask(const std::string& method, const std::string& path, const json& body,
                           Headers more) {
  more.emplace_back("Authorization", "Bearer " + tenant_.key());
  if (!body.is_null()) more.emplace_back("Content-Type", "application/json");
  HttpClient client{daemon_.port()};
  return client.send({method, "/api/v1/x/warden" + path, std::move(more), body.is_null() ? "" : body.dump()});
}

void WardenHouse::plan(const std::string& type, const json& order) {
  const HttpReply made = ask("POST", "/plans", {{"type", type}, {"order", order}});
  EXPECT_EQ(made.status, 201) << made.body;
}

std::vector<std::string> WardenHouse::seen(const std::string& type, std::size_t least) {
  std::vector<std::string> out;
  std::string last;
  eventually([&] {
    out.clear();
    const HttpReply reply = ask("GET", "/seen?type=" + type);
    last = std::to_string(reply.status) + " " + reply.body;
    if (reply.status != 200) return false;  // the route comes back a moment after its plugin
    const json page = json::parse(reply.body);
    for (const json& one : page.at("records")) out.push_back(one.at("subject"));
    return out.size() >= least;
  });
  EXPECT_GE(out.size(), least) << last;
  return out;
}

json WardenHouse::shown(const std::function<bool(const json&)>& done) const {
  json out;
  eventually([&] {
    out = json::parse(daemon_.admin("GET", "/api/v1/admin/plugins/org.example.warden").body);
    return done(out);
  });
  return out;
}

HttpReply WardenHouse::operate(const std::string& what, const std::string& id) const {
  return daemon_.admin("POST", "/api/v1/admin/plugins/" + id + "/" + what);
}

}  // namespace herald::test
