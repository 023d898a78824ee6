// Files: uploaded, sent through providers that want their bytes or a link to them, and removed.
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/flow/files.hpp"
#include "tests/support/mailgun_server.hpp"
#include "tests/support/raw_server.hpp"
#include "tests/support/sendgrid_server.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

const std::string kPng = png_bytes(500'000);

/// The two mail providers and channels to them in the shared house. [one thread]
struct MediaRoom {
  explicit MediaRoom(House& house)
      : mailgun_channel{house.tenant.make_channel({{"channel_type", "EMAIL"},
                                                   {"channel_name", "mailgun"},
                                                   {"api_provider", "mailgun"},
                                                   {"api_url", mailgun.url()},
                                                   {"account_id", mailgun.account().domain},
                                                   {"sender_id", "noreply@" + mailgun.account().domain},
                                                   {"api_key", mailgun.account().api_key},
                                                   {"webhook_secret", mailgun.account().signing_key}})},
        sendgrid_channel{house.tenant.make_channel(
            {{"channel_type", "EMAIL"},
             {"channel_name", "sendgrid"},
             {"api_provider", "sendgrid"},
             {"api_url", sendgrid.url()},
             {"sender_id", sendgrid.account().sender},
             {"api_key", sendgrid.account().api_key},
             {"config_json", {{"webhook_public_key", sendgrid.key().public_key()}}}})} {
    sendgrid.post_events_to(house.daemon.url() + "/api/v1/communication/webhooks/sendgrid/" +
                            sendgrid_channel);
  }
  MailgunServer mailgun;
  SendGridServer sendgrid;
  std::string mailgun_channel;
  std::string sendgrid_channel;
};

MediaRoom& media_room(Dialect dialect) {
  if (dialect == Dialect::Sqlite) {
    static MediaRoom sqlite{shared_house(Dialect::Sqlite)};
    return sqlite;
  }
  static MediaRoom mysql{shared_house(Dialect::Mysql)};
  return mysql;
}

std::string base64_of(const std::string& bytes) {
  static constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const auto byte = [&](std::size_t at) {
      return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
    };
    const unsigned group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
    for (unsigned place = 0; place < 4; ++place)
      out += i + place > bytes.size() ? '=' : kLetters[group >> (18U - 6U * place) & 63U];
  }
  return out;
}

class MediaFlow : public InTheHouse {
 protected:
  json uploaded(const std::string& bytes, const std::string& type, const std::string& name) {
    const HttpReply reply = upload_file(house_, {bytes, type, "?name=" + name});
    EXPECT_EQ(reply.status, 201) << reply.body;
    return json::parse(reply.body);
  }
  json png(const std::string& name = "picture.png") { return uploaded(kPng, "image/png", name); }
  json await(const json& message, const std::string& status) {
    return house_.tenant.await(house_.tenant.send(message), status);
  }
  json mail(const std::string& channel, const json& attachments) {
    return {{"channel_id", channel},
            {"to_address", to_},
            {"subject", "with a file"},
            {"message_body", "see"},
            {"attachments", attachments}};
  }
  std::string code_of(const HttpReply& reply) { return json::parse(reply.body).at("code"); }

  MediaRoom& room_ = media_room(GetParam());
  std::string to_{"rcpt" + fresh_number().substr(1) + "@example.net"};
};

TEST_P(MediaFlow, AnUploadIsShownServedAndRemoved) {
  const json media = png("caf%C3%A9%201.png");
  EXPECT_EQ(media.at("media_type"), "IMAGE");
  EXPECT_EQ(media.at("content_type"), "image/png");
  EXPECT_EQ(media.at("size"), kPng.size());
  EXPECT_EQ(media.at("name"), "caf\xC3\xA9 1.png");
  EXPECT_EQ(media.at("status"), "STORED");
  EXPECT_FALSE(media.at("expires_at").is_null());
  const std::string path = "/media/" + media.at("id").get<std::string>();
  EXPECT_EQ(json::parse(house_.tenant.call("GET", path).body), media);
  const HttpReply content = house_.tenant.call("GET", path + "/content");
  EXPECT_EQ(content.status, 200);
  EXPECT_EQ(content.body, kPng);
  EXPECT_EQ(content.header("Content-Type"), "image/png");
  EXPECT_EQ(content.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(content.header("Content-Disposition"), "attachment; filename*=UTF-8''caf%C3%A9%201.png");
  EXPECT_EQ(json::parse(house_.tenant.call("GET", "/media?limit=1").body).at("data")[0], media);
  EXPECT_EQ(house_.tenant.call("DELETE", path).status, 204);
  EXPECT_EQ(house_.tenant.call("DELETE", path).status, 404);
  EXPECT_EQ(house_.tenant.call("GET", path + "/content").status, 404);
}

TEST_P(MediaFlow, WhatBytesContradictIsRefused) {
  EXPECT_EQ(code_of(upload_file(house_, {"<html><script>", "image/png"})), "content_type_mismatch");
  EXPECT_EQ(upload_file(house_, {"<html>", "image/png"}).status, 400);
  EXPECT_EQ(upload_file(house_, {"", "image/png"}).status, 400);
  const HttpReply named = upload_file(house_, {"x", "text/plain", "?name=..%2Fetc&nam=x"});
  EXPECT_EQ(named.status, 400);
  EXPECT_EQ(json::parse(named.body).at("errors").size(), 2U) << named.body;
}

TEST_P(MediaFlow, NobodyUploadsWithoutAKeyAndItsBytesAreNotRead) {
  HttpClient client{house_.daemon.port()};
  const HttpReply reply =
      client.send({"POST", "/api/v1/communication/media", {{"Content-Type", "image/png"}}, kPng});
  EXPECT_EQ(reply.status, 401);
}

TEST_P(MediaFlow, MailgunGetsTheBytesAsAPart) {
  const json done = await(mail(room_.mailgun_channel, {{{"media_id", png().at("id")}}}), "SENT");
  ASSERT_EQ(room_.mailgun.seen(to_).size(), 1U) << done;
  const MailgunSeen seen = room_.mailgun.seen(to_)[0];
  EXPECT_EQ(seen.answer, 200) << seen.rule;
  EXPECT_TRUE(mail_field(seen.fields, "attachment") == kPng);
  for (const MailField& field : seen.fields)
    if (field.name == "attachment") {
      EXPECT_EQ(field.filename, "picture.png");
      EXPECT_EQ(field.type, "image/png");
    }
}

TEST_P(MediaFlow, SendGridGetsThemInBase64) {
  const json done =
      await(mail(room_.sendgrid_channel, {{{"media_id", png().at("id")}, {"name", "other.png"}}}), "SENT");
  ASSERT_EQ(room_.sendgrid.seen(to_).size(), 1U) << done;
  const SendGridSeen seen = room_.sendgrid.seen(to_)[0];
  EXPECT_EQ(seen.answer, 202) << seen.rule;
  const json file = json::parse(seen.body).at("attachments").at(0);
  EXPECT_TRUE(file.at("content") == base64_of(kPng));
  EXPECT_EQ(file.at("filename"), "other.png");
}

TEST_P(MediaFlow, SendGridsMailsBringTheirFiles) {
  const std::string png = png_bytes(300'000);
  const std::string body =
      write_mail_parts({{"headers", "Message-ID: <" + to_ + ">"},
                        {"envelope", json{{"to", {"in@parse.herald.example"}}, {"from", to_}}.dump()},
                        {"text", "see"},
                        {"attachments", "1"},
                        {"attachment-info", R"({"attachment1":{"filename":"a.png","type":"image/png"}})"},
                        {"attachment1", png, "a.png", "image/png"}},
                       "xYzZY");
  const auto mail = room_.sendgrid.parsed_mail(body, "multipart/form-data; boundary=xYzZY");
  EXPECT_EQ(room_.sendgrid.deliver(mail), 200);
  json files = json::array();
  for (const json& one : house_.tenant.messages())
    if (one.at("direction") == "INBOUND" && one.at("from_address") == to_)
      files = settled_files(house_.tenant, one.at("id"));
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(files[0].at("status"), "STORED") << files;
  EXPECT_EQ(files[0].at("name"), "a.png");
  EXPECT_TRUE(bytes_of(house_.tenant, files[0]) == png);
}

TEST_P(MediaFlow, TwilioGetsALinkThatWorksWithoutAKey) {
  const std::string to = fresh_number();
  const json done = await({{"channel_id", house_.twilio_channel},
                           {"to_address", to},
                           {"message_type", "IMAGE"},
                           {"message_body", "look"},
                           {"attachments", {{{"media_id", png().at("id")}}}}},
                          "SENT");
  ASSERT_EQ(house_.twilio.seen(to).size(), 1U) << done;
  const std::string link = field(house_.twilio.seen(to)[0].form, "MediaUrl");
  ASSERT_TRUE(link.starts_with(house_.daemon.url())) << link;
  HttpClient anybody{house_.daemon.port()};
  const std::string target = link.substr(house_.daemon.url().size());
  const HttpReply served = anybody.send({.target = target});
  EXPECT_EQ(served.status, 200);
  EXPECT_TRUE(served.body == kPng);
  std::string forged = target;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(anybody.send({.target = forged}).status, 404);
  EXPECT_EQ(house_.daemon.log().find(link.substr(link.size() - 40)), std::string::npos);
}

TEST_P(MediaFlow, AMessageKeepsTheBytesOfAnUploadThatIsRemoved) {
  const json media = uploaded(kPng + fresh_text("once"), "image/png", "a.png");
  const json sent = await(mail(room_.mailgun_channel, {{{"media_id", media.at("id")}}}), "SENT");
  EXPECT_EQ(house_.tenant.call("DELETE", "/media/" + media.at("id").get<std::string>()).status, 204);
  const json attachment = sent.at("attachments").at(0);
  EXPECT_EQ(attachment.at("sha256"), media.at("sha256"));
  const std::string path = "/media/" + attachment.at("media_id").get<std::string>();
  const json own = json::parse(house_.tenant.call("GET", path).body);
  EXPECT_EQ(own.at("message_id"), sent.at("id"));
  EXPECT_TRUE(own.at("expires_at").is_null());
  EXPECT_EQ(house_.tenant.call("GET", path + "/content").status, 200);
  EXPECT_EQ(code_of(house_.tenant.call("DELETE", path)), "media_in_use");
  const json of_message =
      json::parse(house_.tenant.call("GET", "/media?message_id=" + sent.at("id").get<std::string>()).body);
  ASSERT_EQ(of_message.at("data").size(), 1U);
  EXPECT_EQ(of_message["data"][0], own);
}

TEST_P(MediaFlow, AProviderThatNeedsBytesGetsThoseOfAnUrl) {
  const RawServer server{RawServer::replies(RawServer::ok(kPng))};
  const json done = await(mail(room_.mailgun_channel, {{{"media_id", png("first.png").at("id")}},
                                                       {{"url", server.url("/p/b.png?x=1")}}}),
                          "SENT");
  ASSERT_EQ(room_.mailgun.seen(to_).size(), 1U) << done;
  std::vector<std::string> names;
  const MailgunSeen seen = room_.mailgun.seen(to_)[0];
  for (const MailField& field : seen.fields)
    if (field.name == "attachment") {
      names.push_back(field.filename);
      EXPECT_TRUE(field.value == kPng);
    }
  EXPECT_EQ(names, (std::vector<std::string>{"first.png", "b.png"}));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST_P(MediaFlow, AnUrlThatIsGoneFailsTheMessageAndNotTheChannel) {
  const RawServer server{RawServer::replies("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n")};
  const json done = await(mail(room_.sendgrid_channel, {{{"url", server.url("/b.png")}}}), "FAILED");
  EXPECT_EQ(done.at("error").at("code"), "attachment_refused") << done;
  EXPECT_EQ(done.at("error").at("class"), "content_rejected");
  EXPECT_TRUE(room_.sendgrid.seen(to_).empty());
  EXPECT_EQ(await(mail(room_.sendgrid_channel, json::array()), "SENT").at("status"), "SENT");
}

TEST_P(MediaFlow, AnUrlThatIsAwayIsTriedAgain) {
  const RawServer server{RawServer::replies("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")};
  const std::string id = house_.tenant.send(mail(room_.sendgrid_channel, {{{"url", server.url("/b.png")}}}));
  EXPECT_TRUE(eventually([&] { return server.requests().size() >= 2; }));
  const json attempt = house_.tenant.message(id).at("attempts").at(0);
  EXPECT_EQ(attempt.at("state"), "NOT_SENT");
  EXPECT_EQ(attempt.at("error").at("code"), "attachment_unreachable");
}

TEST_P(MediaFlow, AttachmentsThatCannotBeSentAreNamedTogether) {
  const HttpReply reply = house_.tenant.post(
      mail(room_.mailgun_channel, {{{"media_id", "01890000-0000-7000-8000-00000000dead"}},
                                   {{"media_id", png().at("id")}, {"url", "https://x.example/a"}},
                                   json::object()}));
  EXPECT_EQ(reply.status, 400);
  std::vector<std::string> pointers;
  const json problem = json::parse(reply.body);
  for (const json& error : problem.at("errors")) pointers.push_back(error.at("pointer"));
  std::ranges::sort(pointers);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/attachments/0/media_id", "/attachments/1/media_id",
                                                "/attachments/2/url"}))
      << reply.body;
}

TEST_P(MediaFlow, TheProvidersLimitHoldsForWhatIsStored) {
  const std::string large = kPng + std::string(5'242'880 - kPng.size() - 4, 'x');
  const auto status = [&](const std::string& bytes) {
    return house_.tenant
        .post({{"channel_id", house_.twilio_channel},
               {"to_address", fresh_number()},
               {"message_type", "IMAGE"},
               {"message_body", "look"},
               {"attachments", {{{"media_id", uploaded(bytes, "image/png", "a.png").at("id")}}}}})
        .status;
  };
  EXPECT_EQ(status(large), 201);
  EXPECT_EQ(status(large + "x"), 400);
}

HERALD_ON_BOTH_DATABASES(MediaFlow);

class MediaLimits : public testing::TestWithParam<Dialect> {};

TEST_P(MediaLimits, TheLargestFileAndTheTypesAreTheOperators) {
  Daemon daemon{GetParam(), {.settings = {"media.max_bytes=2048", "media.types=image/*, text/plain"}}};
  const std::string key = daemon.make_key("limits");
  const auto put = [&](const std::string& bytes, const std::string& type) {
    HttpClient client{daemon.port()};
    return client
        .send({"POST",
               "/api/v1/communication/media",
               {{"Authorization", "Bearer " + key}, {"Content-Type", type}},
               bytes})
        .status;
  };
  EXPECT_EQ(put(std::string(2048, 'x'), "text/plain"), 201);
  EXPECT_EQ(put(std::string(2049, 'x'), "text/plain"), 413);
  EXPECT_EQ(put("%PDF-1.7", "application/pdf"), 400);
  EXPECT_TRUE(std::filesystem::is_empty(daemon.directory() / "media/incoming"));
}

TEST_P(MediaLimits, FilesSurviveAKill) {
  Daemon daemon{GetParam()};
  const std::string key = daemon.make_key("kill");
  const auto ask = [&](const std::string& method, const std::string& path, const std::string& bytes) {
    HttpClient client{daemon.port()};
    return client.send({method,
                        "/api/v1/communication/media" + path,
                        {{"Authorization", "Bearer " + key}, {"Content-Type", "image/png"}},
                        bytes});
  };
  const HttpReply made = ask("POST", "", kPng);
  ASSERT_EQ(made.status, 201);
  daemon.kill9();
  daemon.start();
  EXPECT_TRUE(ask("GET", "/" + json::parse(made.body).at("id").get<std::string>() + "/content", "").body ==
              kPng);
}

HERALD_ON_BOTH_DATABASES(MediaLimits);

}  // namespace
}  // namespace herald::test
