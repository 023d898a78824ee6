// Messages through a twilio channel to the strict far side, and its signed callbacks.
#include <map>
#include <nlohmann/json.hpp>

#include "tests/flow/callbacks.hpp"
#include "tests/flow/files.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

class TwilioFlow : public InTheHouse {
 protected:
  std::string send(std::vector<TwilioMood> moods = {}) {
    house_.twilio.next(to_, std::move(moods));
    return house_.send_twilio(to_, text_);
  }
  json await(const std::string& id, const std::string& status) { return house_.tenant.await(id, status); }
  [[nodiscard]] std::vector<TwilioSeen> seen() const { return house_.twilio.seen(to_); }
  /// True when it was taken (Twilio is content with any 2xx).
  bool call_back(const TwilioCallback& callback) { return status_of(callback) / 100 == 2; }
  int status_of(const TwilioCallback& callback) {
    return test::call_back(house_.twilio.account(), seen().at(0), callback);
  }

  std::string to_{fresh_number()};
  std::string text_{fresh_text("Caf\xC3\xA9 & +1 = \xE2\x82\xAC")};
};

TEST_P(TwilioFlow, SendsWhatTheDocumentsAskFor) {
  const json message = await(send(), "SENT");
  EXPECT_EQ(message.at("status"), "SENT") << (seen().empty() ? "" : seen()[0].rule);
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 201) << seen()[0].rule;
  EXPECT_EQ(field(seen()[0].form, "To"), to_);
  EXPECT_EQ(field(seen()[0].form, "From"), "+15005550006");
  EXPECT_EQ(field(seen()[0].form, "Body"), text_);
  EXPECT_TRUE(field(seen()[0].form, "StatusCallback")
                  .starts_with(house_.daemon.url() + "/api/v1/communication/webhooks/twilio/"));
  EXPECT_EQ(message.at("provider_message_id"), seen()[0].sid);
  EXPECT_EQ(message.at("attempts")[0].at("detail"), "queued");
}

TEST_P(TwilioFlow, FollowsSignedCallbacksToDelivered) {
  const std::string id = send();
  await(id, "SENT");
  EXPECT_TRUE(call_back({.status = "sent"}));
  EXPECT_EQ(house_.tenant.message(id).at("status"), "SENT");
  EXPECT_TRUE(call_back({.status = "delivered"}));
  const json message = house_.tenant.message(id);
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_TRUE(types_of(message).ends_with("message.delivered")) << types_of(message);
}

TEST_P(TwilioFlow, RefusesACallbackWithAForgedSignature) {
  const std::string id = send();
  await(id, "SENT");
  const json before = house_.tenant.with_exchange(id);
  EXPECT_EQ(status_of({.status = "delivered", .token = "00000000000000000000000000000000"}), 403);
  EXPECT_EQ(house_.tenant.message(id), before);
}

TEST_P(TwilioFlow, TakesEveryCallbackOnceInWhateverOrder) {
  const std::string id = send();
  await(id, "SENT");
  for (const char* status : {"delivered", "sent", "delivered", "queued", "sent"})
    EXPECT_TRUE(call_back({.status = status})) << status;
  const json message = house_.tenant.message(id);
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_TRUE(types_of(message).ends_with("message.sent message.delivered")) << types_of(message);
}

TEST_P(TwilioFlow, MatchesACallbackThatOutrunsTheAnswer) {
  const std::string id = send({TwilioMood::Outrunning});
  const json message = await(id, "DELIVERED");
  EXPECT_EQ(message.at("status"), "DELIVERED");
  EXPECT_EQ(message.at("attempts").size(), 1U);
  const bool settled =
      eventually([&] { return !house_.tenant.message(id).at("attempts")[0].at("settled_at").is_null(); });
  EXPECT_TRUE(settled);
  EXPECT_EQ(house_.tenant.message(id).at("status"), "DELIVERED");
}

TEST_P(TwilioFlow, ParksACallbackThatNamesOnlyAnUnknownSid) {
  const std::string id = send();
  await(id, "SENT");
  // As from a number's own configured URL: without our reference, for the message that comes next.
  TwilioSeen later = seen().at(0);
  const std::string url = field(later.form, "StatusCallback");
  for (auto& [name, value] : later.form)
    if (name == "StatusCallback") value = url.substr(0, url.find('?'));
  std::array<char, 40> sid{};
  std::snprintf(sid.data(), sid.size(), "SM%032lx", std::stoul(later.sid.substr(2), nullptr, 16) + 1);
  later.sid = sid.data();
  EXPECT_EQ(test::call_back(house_.twilio.account(), later, {.status = "delivered"}) / 100, 2);
  const std::string next = house_.send_twilio(to_, fresh_text("parked"));
  EXPECT_EQ(await(next, "DELIVERED").at("status"), "DELIVERED");
  EXPECT_EQ(house_.tenant.message(id).at("status"), "SENT");
}

TEST_P(TwilioFlow, FailsOnANumberThatIsNone) {
  const std::string id = house_.send_twilio("+15005550001", text_);
  const json message = await(id, "FAILED");
  EXPECT_EQ(message.at("status"), "FAILED");
  EXPECT_EQ(message.at("error").at("class"), "invalid_recipient");
  EXPECT_EQ(message.at("error").at("code"), "21211");
  EXPECT_EQ(message.at("attempts").size(), 1U);
}

TEST_P(TwilioFlow, TriesAgainWhenItIsLimited) {
  const json message = await(send({TwilioMood::Limiting}), "SENT");
  EXPECT_EQ(message.at("status"), "SENT");
  ASSERT_EQ(message.at("attempts").size(), 2U);
  EXPECT_EQ(message.at("attempts")[0].at("state"), "NOT_SENT");
  EXPECT_EQ(seen().size(), 2U);
}

TEST_P(TwilioFlow, CountsOneWhenAKeptConnectionClosesOverARequest) {
  await(send(), "SENT");
  const std::string id = send({TwilioMood::Closing});
  const json message = await(id, "UNKNOWN");
  EXPECT_EQ(message.at("status"), "UNKNOWN");
  ASSERT_EQ(message.at("attempts").size(), 1U);
  EXPECT_EQ(message.at("attempts")[0].at("state"), "UNKNOWN");
  ASSERT_EQ(seen().size(), 2U);
  EXPECT_EQ(seen()[0].connection, seen()[1].connection) << "the case is a connection that was used before";
}

TEST_P(TwilioFlow, ResolvesATimeOutByTheReceipt) {
  const std::string id = send({TwilioMood::Silent});
  const json unknown = await(id, "UNKNOWN");
  EXPECT_EQ(unknown.at("status"), "UNKNOWN");
  EXPECT_EQ(unknown.at("error").at("code"), "timeout");
  EXPECT_TRUE(call_back({.status = "undelivered", .error_code = "30005"}));
  EXPECT_EQ(house_.tenant.message(id).at("status"), "FAILED");
  EXPECT_TRUE(call_back({.status = "delivered"}));
  const json message = house_.tenant.message(id);
  EXPECT_EQ(message.at("status"), "DELIVERED") << "a delivery that is proven wins";
  EXPECT_EQ(message.at("provider_message_id"), seen().at(0).sid);
  EXPECT_EQ(seen().size(), 1U);
}

TEST_P(TwilioFlow, ShowsHowManyPartsItHas) {
  const json message = await(send(), "SENT");
  EXPECT_EQ(message.at("segments"), 1);
  EXPECT_EQ(message.at("attempts")[0].at("segments"), 1);
}

TEST_P(TwilioFlow, TakesAnSmsOnce) {
  const TwilioInbound sms{.from = to_, .text = text_, .sid = "SM" + fresh_text("inbound")};
  EXPECT_EQ(test::call_back(house_, sms).status, 200);
  EXPECT_EQ(test::call_back(house_, sms).status, 200) << "the same again";
  TwilioInbound forged = sms;
  forged.sid = "SM" + fresh_text("forged");
  forged.token = "another token";
  EXPECT_EQ(test::call_back(house_, forged).status, 403);
  json found = json::array();
  for (const json& one : house_.tenant.messages())
    if (one.at("direction") == "INBOUND" && one.at("from_address") == to_) found.push_back(one);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].at("message_body"), text_);
}

TEST_P(TwilioFlow, SendsTheFilesOfAnMmsByUrl) {
  const std::vector<std::string> files{"https://m.example/a.png", "https://m.example/b.pdf"};
  const json both{{{"url", files[0]}}, {{"url", files[1]}}};
  const std::string id = house_.tenant.send({{"channel_id", house_.twilio_channel},
                                             {"to_address", to_},
                                             {"message_type", "IMAGE"},
                                             {"attachments", both}});
  EXPECT_EQ(await(id, "SENT").at("status"), "SENT");
  ASSERT_EQ(seen().size(), 1U);
  EXPECT_EQ(seen()[0].answer, 201) << seen()[0].rule;
  std::vector<std::string> sent;
  const Form form = seen()[0].form;
  for (const auto& [name, value] : form)
    if (name == "MediaUrl") sent.push_back(value);
  EXPECT_EQ(sent, files);
}

TEST_P(TwilioFlow, TestsItsAccount) {
  const auto tested = [&](const std::string& token) {
    const std::string id = house_.tenant.make_channel({{"channel_type", "SMS"},
                                                       {"channel_name", fresh_text("tested")},
                                                       {"api_provider", "twilio"},
                                                       {"api_url", house_.twilio.url()},
                                                       {"account_id", house_.twilio.account().sid},
                                                       {"sender_id", "+15005550006"},
                                                       {"auth_token", token}});
    return json::parse(house_.tenant.call("POST", "/channels/" + id + "/test").body).value("ok", false);
  };
  EXPECT_TRUE(tested(house_.twilio.account().auth_token));
  EXPECT_FALSE(tested("ffffffffffffffffffffffffffffffff"));
}

TEST_P(TwilioFlow, KeepsTheImageOfAnMms) {
  const std::string bytes = png_bytes(300'000);
  const std::string url = house_.twilio.keep({"image/png", bytes});
  const TwilioInbound mms{.from = to_, .text = "Look", .sid = "MM" + fresh_text("mms"), .media_url = url};
  EXPECT_EQ(test::call_back(house_, mms).status, 200);
  for (const json& one : house_.tenant.messages()) {
    if (one.at("direction") != "INBOUND" || one.at("from_address") != to_) continue;
    EXPECT_EQ(one.at("message_type"), "IMAGE");
    const json files = settled_files(house_.tenant, one.at("id"));
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0].at("status"), "STORED") << files;
    EXPECT_EQ(files[0].at("content_type"), "image/png");
    EXPECT_TRUE(bytes_of(house_.tenant, files[0]) == bytes);
    return;
  }
  FAIL() << "no message came from " << to_;
}

TEST_P(TwilioFlow, AsksOnlyTwilioForAFile) {
  const TwilioInbound mms{.from = to_,
                          .text = "Look",
                          .sid = "MM" + fresh_text("mms"),
                          .media_url = house_.daemon.url() + "/healthz"};
  EXPECT_EQ(test::call_back(house_, mms).status, 200);
  for (const json& one : house_.tenant.messages())
    if (one.at("direction") == "INBOUND" && one.at("from_address") == to_) {
      const json files = settled_files(house_.tenant, one.at("id"));
      ASSERT_EQ(files.size(), 1U);
      EXPECT_EQ(files[0].at("status"), "FAILED");
      EXPECT_EQ(files[0].at("reason"), "media_url");
      return;
    }
  FAIL() << "no message came from " << to_;
}

/// A WhatsApp channel at the same account. [one thread]
class TwilioWhatsApp : public TwilioFlow {
 protected:
  std::string send(json message) {
    message.update({{"channel_id", channel()}, {"to_address", to_}});
    return house_.tenant.send(message);
  }
  [[nodiscard]] std::vector<TwilioSeen> seen() const { return house_.twilio.seen("whatsapp:" + to_); }
  HttpReply tell(TwilioInbound inbound) {
    inbound.from = "whatsapp:" + to_;
    inbound.channel = channel();
    return test::call_back(house_, inbound);
  }
  json received() {
    for (const json& one : house_.tenant.messages())
      if (one.at("direction") == "INBOUND" && one.at("from_address") == to_) return one;
    return json::object();
  }

 private:
  [[nodiscard]] const std::string& channel() const {
    static std::map<Dialect, std::string> channels;
    std::string& id = channels[GetParam()];
    const TwilioAccount& account = house_.twilio.account();
    if (id.empty())
      id = house_.tenant.make_channel({{"channel_type", "WHATSAPP"},
                                       {"channel_name", "twilio whatsapp"},
                                       {"api_provider", "twilio"},
                                       {"api_url", house_.twilio.url()},
                                       {"timeout_seconds", 2},
                                       {"account_id", account.sid},
                                       {"sender_id", "+15005550006"},
                                       {"auth_token", account.auth_token}});
    return id;
  }
};

TEST_P(TwilioWhatsApp, SendsTextsFilesPlacesAndTemplates) {
  const json place{{"latitude", 37.78}, {"longitude", -122.4}, {"name", "Pier"}};
  const std::string sid = "HX00112233445566778899aabbccddeeff";
  const std::vector<json> letters{
      {{"message_body", text_}},
      {{"message_type", "IMAGE"}, {"attachments", {{{"url", "https://m.example/a.png"}}}}},
      {{"message_type", "LOCATION"}, {"options", {{"location", place}}}},
      {{"message_type", "TEMPLATE"}, {"options", {{"content_sid", sid}}}}};
  for (const json& letter : letters) EXPECT_EQ(await(send(letter), "SENT").at("status"), "SENT") << letter;
  ASSERT_EQ(seen().size(), 4U);
  for (const TwilioSeen& one : seen()) {
    EXPECT_EQ(one.answer, 201) << one.rule;
    EXPECT_EQ(field(one.form, "From"), "whatsapp:+15005550006");
  }
  EXPECT_EQ(field(seen()[0].form, "Body"), text_);
  EXPECT_EQ(field(seen()[1].form, "MediaUrl"), "https://m.example/a.png");
  EXPECT_EQ(field(seen()[2].form, "PersistentAction"), "geo:37.78,-122.4|Pier");
  EXPECT_EQ(field(seen()[3].form, "ContentSid"), sid);
}

TEST_P(TwilioWhatsApp, FollowsSignedCallbacksToRead) {
  const std::string id = send({{"message_body", text_}});
  await(id, "SENT");
  for (const char* word : {"delivered", "read"})
    EXPECT_EQ(test::call_back(house_.twilio.account(), seen().at(0), {.status = word}) / 100, 2);
  EXPECT_EQ(house_.tenant.message(id).at("status"), "READ");
}

TEST_P(TwilioWhatsApp, TakesATextAndAnImage) {
  EXPECT_EQ(tell({.text = text_, .sid = "SM" + fresh_text("text")}).status, 200);
  EXPECT_EQ(received().value("message_body", ""), text_);
  to_ = fresh_number();
  const std::string url = house_.twilio.keep({"image/png", png_bytes(3000)});
  EXPECT_EQ(tell({.sid = "MM" + fresh_text("image"), .media_url = url}).status, 200);
  EXPECT_EQ(settled_files(house_.tenant, received().at("id")).at(0).at("status"), "STORED");
}

TEST_P(TwilioWhatsApp, WritesNoMoreToWhoeverBlockedUs) {
  await(send({{"message_body", text_}}), "SENT");
  const TwilioCallback blocked{.status = "failed", .error_code = "63033"};
  EXPECT_EQ(test::call_back(house_.twilio.account(), seen().at(0), blocked) / 100, 2);
  EXPECT_EQ(await(send({{"message_body", text_}}), "REJECTED").at("status"), "REJECTED");
}

HERALD_ON_BOTH_DATABASES(TwilioFlow);
HERALD_ON_BOTH_DATABASES(TwilioWhatsApp);

}  // namespace
}  // namespace herald::test
