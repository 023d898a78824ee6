#include <gtest/gtest.h>

#include "tests/plugins/whatsapp/plugin_calls.hpp"

namespace herald::whatsapp::testing {
namespace {

using nlohmann::json;

json blob_message(const std::string& type, const json& more = json::object(),
                  const json& options = json::object()) {
  json file{{"blob", "b1"}, {"content_type", "image/png"}, {"name", "a.png"}, {"size", 3}};
  file.update(more);
  return {{"type", type}, {"text", ""}, {"attachments", {file}}, {"options", options}};
}

/// What the far side says of the planned upload whose blob is these bytes; empty when it takes it.
std::string complaint(const json& message, const std::string& bytes = "PNG") {
  const json request = plan("send", message_input(message), account()).at("request");
  std::string body;
  for (const json& one : request.at("body"))
    body += one.contains("blob") ? bytes : one.at("text").get<std::string>();
  std::string head = "POST " + request.at("url").get<std::string>().substr(26) + " HTTP/1.1\r\nHost: a\r\n";
  for (const json& one : request.at("headers"))
    head += one.at(0).get<std::string>() + ": " + one.at(1).get<std::string>() + "\r\n";
  const auto call = test::read_whatsapp_call(
      {}, {head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n", body, 0});
  if (call.what != test::WhatsAppCall::What::Upload) return "no upload: " + head;
  return call.wrong ? call.wrong->details + ": " + call.wrong->rule : "";
}

TEST(Upload, GoesBeforeAMessageWhoseBytesTheHostHas) {
  const json planned = plan("send", message_input(blob_message("IMAGE")), account());
  EXPECT_EQ(planned.at("request").at("commits"), false);
  EXPECT_EQ(planned.at("state"), (json{{"step", "upload"}}));
  EXPECT_EQ(planned.at("request").at("body").at(1), (json{{"blob", "b1"}}));
  EXPECT_EQ(complaint(blob_message("IMAGE")), "");
  EXPECT_EQ(complaint(blob_message("AUDIO", {{"content_type", "audio/ogg; codecs=opus"}})), "");
}

TEST(Upload, WritesANameThatCannotLeaveItsQuotes) {
  EXPECT_EQ(complaint(blob_message("IMAGE", {{"name", "a\"\r\nX-Evil: 1\\.png"}})), "");
  EXPECT_EQ(complaint(blob_message("IMAGE", {{"name", ""}})), "");
}

TEST(Upload, IsFollowedByTheMessageWithItsId) {
  const json message = blob_message("IMAGE");
  const json next = answered("send", message_input(message), {.body = R"({"id":"1037543291543636"})"},
                             {{"step", "upload"}});
  EXPECT_EQ(next, (json{{"continue", {{"state", {{"media_id", "1037543291543636"}}}}}}));
  const json state = next.at("continue").at("state");
  EXPECT_EQ(planned_mail(message, state).at("image"), (json{{"id", "1037543291543636"}}));
  const json planned = plan("send", message_input(message), account(), state);
  EXPECT_EQ(planned.at("request").at("commits"), true);
  const json done =
      answered("send", message_input(message), {.body = R"({"messages":[{"id":"wamid.1"}]})"}, state);
  EXPECT_EQ(done.at("verdict").at("kind"), "accepted");
}

TEST(Upload, ThatFailsHasSentNothing) {
  const auto kind = [](const herald::testing::ProviderAnswer& answer) {
    return answered("send", message_input(blob_message("IMAGE")), answer, {{"step", "upload"}})
        .at("verdict")
        .at("kind")
        .get<std::string>();
  };
  for (const int status : {408, 500, 502, 503, 504}) EXPECT_EQ(kind({.status = status}), "retry") << status;
  EXPECT_EQ(kind(refused_with(400, 131053)), "rejected");
  EXPECT_EQ(kind(refused_with(401, 190)), "auth_failed");
  EXPECT_EQ(kind({.status = 429}), "rate_limited");
  for (const char* body : {"", "{}", "[]", R"({"id":""})", R"({"id":"a/b"})"})
    EXPECT_EQ(kind({.body = body}), "retry") << body;
}

TEST(Upload, KeepsTheLimitsOfEachKind) {
  const auto code = [](const std::string& type, const std::string& content_type, std::int64_t size,
                       const json& options = json::object()) {
    return refusal_code(blob_message(type, {{"content_type", content_type}, {"size", size}}, options));
  };
  constexpr std::int64_t kMiB = 1024 * 1024;
  for (const char* type : {"image/jpeg", "image/png"}) EXPECT_EQ(code("IMAGE", type, 5 * kMiB), "") << type;
  for (const char* type : {"video/mp4", "video/3gpp"}) EXPECT_EQ(code("VIDEO", type, 16 * kMiB), "") << type;
  for (const char* type : {"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"})
    EXPECT_EQ(code("AUDIO", type, 16 * kMiB), "") << type;
  for (const char* type : {"text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel",
                           "application/vnd.ms-powerpoint"})
    EXPECT_EQ(code("FILE", type, 100 * kMiB), "") << type;
  EXPECT_EQ(code("IMAGE", "image/webp", 500 * 1024, {{"sticker", true}}), "");
  EXPECT_EQ(code("IMAGE", "image/webp", 1), "content_type");
  EXPECT_EQ(code("FILE", "application/zip", 1), "content_type");
  EXPECT_EQ(code("IMAGE", "", 1), "content_type");
  EXPECT_EQ(code("IMAGE", "image/png", 5 * kMiB + 1), "file_size");
  EXPECT_EQ(code("IMAGE", "image/webp", 500 * 1024 + 1, {{"sticker", true}}), "file_size");
  EXPECT_EQ(refusal_code(blob_message("IMAGE", {{"blob", ""}})), "media_url");
}

}  // namespace
}  // namespace herald::whatsapp::testing
