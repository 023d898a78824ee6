// Whole loops of the plugin against the strict far side, with nothing between them but a client.
#include <gtest/gtest.h>

#include "tests/plugins/whatsapp/plugin_calls.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/whatsapp_server.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

constexpr int kMostRequests = 8;

/// Makes a planned request of 127.0.0.1; `blob` is what the only blob holds.
test::HttpReply made(const json& request, const std::string& blob) {
  const std::string url = request.at("url");
  const auto colon = url.find(':', url.find("://") + 3);
  test::HttpClient client{static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1)))};
  test::HttpQuery query{request.at("method"), url.substr(url.find('/', colon))};
  for (const json& one : request.at("headers")) query.headers.emplace_back(one.at(0), one.at(1));
  for (const json& one : request.value("body", json::array()))
    query.body += one.contains("blob") ? blob : one.at("text").get<std::string>();
  return client.send(query);
}

/// The verdict of a loop as the host makes it.
json looped(const test::WhatsAppServer& server, std::string_view op, const json& input,
            const std::string& blob = {}) {
  const json channel = account({{"api_url", server.url()}});
  json state = json::object();
  for (int i = 0; i < kMostRequests; ++i) {
    const json planned = plan(op, input, channel, state);
    if (planned.contains("verdict")) return planned.at("verdict");
    if (planned.contains("state")) state = planned.at("state");
    test::HttpReply reply = made(planned.at("request"), blob);
    // The host keeps a file that came and shows none of it.
    if (reply.status == 200 && planned.at("request").value("media", false)) reply.body.clear();
    const json after = answered(op, input, {.status = reply.status, .body = reply.body}, state, channel);
    if (after.contains("verdict")) return after.at("verdict");
    state = after.at("continue").at("state");
  }
  return "no end";
}

TEST(Exchange, SendsAnUploadedFile) {
  test::WhatsAppServer server;
  const json file{{"blob", "b1"}, {"content_type", "image/png"}, {"name", "a.png"}, {"size", 3}};
  const json input = message_input({{"type", "IMAGE"}, {"text", "Look"}, {"attachments", {file}}});
  const json verdict = looped(server, "send", input, "PNG");
  const auto seen = server.seen("919876500001");
  ASSERT_EQ(seen.size(), 1U) << verdict;
  EXPECT_EQ(verdict.at("ids").at("provider_id"), seen[0].id) << seen[0].rule;
  const std::string id = json::parse(seen[0].body).at("image").at("id");
  EXPECT_EQ(server.medium(id).at("sha256"), test::whatsapp_sha256_base64("PNG"));
}

TEST(Exchange, FetchesAFileThatAUserSent) {
  test::WhatsAppServer server;
  const std::string id = server.keep({"image/jpeg", "", "JPEG"});
  const json input{{"now_ms", kNow}, {"media", {{"ref", id}, {"name", "a.jpg"}}}};
  EXPECT_EQ(looped(server, "fetch_media", input), (json{{"kind", "media"},
                                                        {"content_type", "image/jpeg"},
                                                        {"name", "a.jpg"},
                                                        {"sha256", test::whatsapp_sha256_hex("JPEG")}}));
  const json gone{{"now_ms", kNow}, {"media", {{"ref", "1"}}}};
  EXPECT_EQ(looped(server, "fetch_media", gone).at("kind"), "rejected");
}

TEST(Exchange, TellsTheFactsOfTheNumber) {
  test::WhatsAppServer server;
  EXPECT_EQ(looped(server, "test_account", {{"now_ms", kNow}}).at("fields").at("verified_name"),
            "Herald Shop");
}

}  // namespace
}  // namespace herald::whatsapp::testing
