#pragma once
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/vonage_server.hpp"

namespace herald::test {

inline constexpr const char* kOurNumber = "447700900456";

/// The far side's account: it signs by HMAC-SHA256 and has an application.
VonageAccount far_account();

/// The far side and two channels to it in the shared house. [one thread]
struct VonageRoom {
  explicit VonageRoom(House& house)
      : webhooks{house.daemon.url() + "/api/v1/communication/webhooks/vonage/"},
        sms{house.tenant.make_channel(channel("SMS", "HERALD"))},
        whatsapp{house.tenant.make_channel(channel("WHATSAPP", kOurNumber))} {}

  [[nodiscard]] nlohmann::json channel(const std::string& type, const std::string& sender) const {
    return {{"channel_type", type},
            {"channel_name", "vonage " + type},
            {"api_provider", "vonage"},
            {"api_url", server.url()},
            {"timeout_seconds", 2},
            {"sender_id", sender},
            {"api_key", server.account().api_key},
            {"api_secret", server.account().api_secret},
            {"auth_token", server.account().signature_secret},
            {"account_id", server.account().application_id},
            {"config_json",
             {{"signature_method", "sha256"},
              {"sign_requests", true},
              {"private_key", vonage_keys().private_pem}}}};
  }

  VonageServer server{far_account()};
  std::string webhooks;
  std::string sms;
  std::string whatsapp;
};

/// The room that all tests of this process share on that database.
VonageRoom& vonage_room(Dialect dialect);

/// What happens between the channels of Vonage and their far side, about one number of a test's own.
class VonageFlow : public InTheHouse {
 protected:
  std::string send(std::vector<VonageMood> moods = {},
                   const std::string& text = "Caf\xC3\xA9 & 1 = \xE2\x82\xAC") {
    return send_over(room_.sms, std::move(moods), text);
  }
  std::string send_whatsapp(std::vector<VonageMood> moods = {}) {
    return send_over(room_.whatsapp, std::move(moods), "Hello \xE2\x82\xAC");
  }
  std::string send_over(const std::string& channel, std::vector<VonageMood> moods, const std::string& text) {
    room_.server.call_back_at(room_.webhooks + channel);
    room_.server.next(to_.substr(1), std::move(moods));
    return house_.tenant.send({{"channel_id", channel}, {"to_address", to_}, {"message_body", text}});
  }
  nlohmann::json await(const std::string& id, const std::string& status) {
    return house_.tenant.await(id, status);
  }
  nlohmann::json message(const std::string& id) { return house_.tenant.message(id); }
  [[nodiscard]] std::vector<VonageSeen> seen() const { return room_.server.seen(to_.substr(1)); }
  std::string sent() {
    const std::string id = send();
    EXPECT_EQ(await(id, "SENT").at("status"), "SENT") << (seen().empty() ? "" : seen()[0].rule);
    return id;
  }
  std::string sent_whatsapp() {
    const std::string id = send_whatsapp();
    EXPECT_EQ(await(id, "SENT").at("status"), "SENT") << (seen().empty() ? "" : seen()[0].rule);
    return id;
  }
  [[nodiscard]] Form receipt(const std::string& status, const std::string& err_code = "0",
                             std::size_t part = 0) const {
    return room_.server.receipt(seen().at(0), part, status, err_code);
  }
  int tell(const Form& parameters, VonageDelivery delivery = VonageDelivery::PostForm) {
    return room_.server.post(room_.server.sealed(parameters), delivery);
  }
  int tell(const std::string& body) { return room_.server.post(body, room_.server.token_for(body)); }
  [[nodiscard]] std::string status(const std::string& word, const std::string& more = "{}") const {
    return room_.server.status(seen().at(0), word, more);
  }
  /// What the tenant received from the number.
  nlohmann::json received() {
    nlohmann::json out = nlohmann::json::array();
    for (const nlohmann::json& one : house_.tenant.messages())
      if (one.at("direction") == "INBOUND" && one.at("from_address") == to_) out.push_back(one);
    return out;
  }
  [[nodiscard]] Form inbound(const std::string& text) const {
    return {{"msisdn", to_.substr(1)},
            {"to", kOurNumber},
            {"messageId", "0B" + to_.substr(1)},
            {"text", text},
            {"type", "text"},
            {"keyword", "YES"},
            {"api-key", room_.server.account().api_key},
            {"message-timestamp", "2024-05-17 10:20:30"}};
  }

  VonageRoom& room_ = vonage_room(GetParam());
  std::string to_{fresh_number()};
};

}  // namespace herald::test
