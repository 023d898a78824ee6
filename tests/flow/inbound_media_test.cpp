// Files of messages that people sent: fetched, kept, sent on.
#include <nlohmann/json.hpp>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/files.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

const std::string kInboundPng = png_bytes(300'000);

/// Messages with files that somebody sent to a channel of the sandbox, told in the generic form.
class InboundMediaFlow : public InTheHouse {
 protected:
  /// The message that came with a file at that URL.
  json arrived(const std::string& url) {
    const std::string sid = fresh_text("in");
    const json event{{"kind", "inbound"},
                     {"provider_id", sid},
                     {"from", from_},
                     {"to", "+15005550006"},
                     {"type", "IMAGE"},
                     {"text", "look"},
                     {"options", json::object()},
                     {"dedupe_key", sid},
                     {"media", {{{"url", url}, {"content_type", "image/jpeg"}, {"name", "a.jpg"}}}}};
    EXPECT_EQ(
        call_back(house_.daemon, GenericCallback{.tenant = tenant_of(house_.daemon, house_.sandbox_channel),
                                                 .body = json{{"events", {event}}}.dump()})
            .status,
        200);
    for (const json& one : house_.tenant.messages())
      if (one.at("direction") == "INBOUND" && one.at("from_address") == from_) return one;
    ADD_FAILURE() << "nothing has come from " << from_;
    return {};
  }
  json media_of(const json& message) {
    return json::parse(
        house_.tenant
            .call("GET", "/media/" + message.at("attachments").at(0).at("media_id").get<std::string>())
            .body);
  }
  json await(const json& message, const std::string& status) {
    eventually([&] { return media_of(message).at("status") == status; });
    return media_of(message);
  }
  std::string from_{fresh_number()};
};

TEST_P(InboundMediaFlow, AFileIsFetchedAndKeptAsWhatItsBytesAre) {
  const RawServer server{RawServer::replies(RawServer::ok(kInboundPng))};
  const json message = arrived(server.url("/a"));
  const json media = await(message, "STORED");
  EXPECT_EQ(media.at("status"), "STORED") << media;
  EXPECT_EQ(media.at("content_type"), "image/png");
  EXPECT_EQ(media.at("name"), "a.jpg");
  EXPECT_EQ(media.at("message_id"), message.at("id"));
  const HttpReply content =
      house_.tenant.call("GET", "/media/" + media.at("id").get<std::string>() + "/content");
  EXPECT_TRUE(content.body == kInboundPng);
}

TEST_P(InboundMediaFlow, AFileThatIsGoneIsGivenUpAndItsMessageStays) {
  const RawServer server{RawServer::replies("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")};
  const json message = arrived(server.url("/a"));
  const json media = await(message, "FAILED");
  EXPECT_EQ(media.at("status"), "FAILED");
  EXPECT_EQ(media.at("reason"), "status_404");
  EXPECT_EQ(house_.tenant.call("GET", "/media/" + media.at("id").get<std::string>() + "/content").status,
            409);
  EXPECT_EQ(house_.tenant.message(message.at("id")).at("message_body"), "look");
}

TEST_P(InboundMediaFlow, AFileThatWasFetchedCanBeSentOn) {
  const RawServer server{RawServer::replies(RawServer::ok(kInboundPng))};
  const json media = await(arrived(server.url("/a")), "STORED");
  const std::string to = fresh_number();
  const std::string id = house_.tenant.send({{"channel_id", house_.twilio_channel},
                                             {"to_address", to},
                                             {"message_type", "IMAGE"},
                                             {"message_body", "see"},
                                             {"attachments", {{{"media_id", media.at("id")}}}}});
  EXPECT_EQ(house_.tenant.await(id, "SENT").at("status"), "SENT");
  const std::string link = field(house_.twilio.seen(to).at(0).form, "MediaUrl");
  HttpClient anybody{house_.daemon.port()};
  EXPECT_TRUE(anybody.send({.target = link.substr(house_.daemon.url().size())}).body == kInboundPng);
}

HERALD_ON_BOTH_DATABASES(InboundMediaFlow);

}  // namespace
}  // namespace herald::test
