#pragma once
#include <nlohmann/json.hpp>

#include "tests/flow/house.hpp"
#include "tests/support/whatsapp_server.hpp"

namespace herald::test {

/// The far side and a channel to it in the shared house. [one thread]
struct WhatsAppRoom {
  explicit WhatsAppRoom(House& house) : id{house.tenant.make_channel(channel("whatsapp"))} {
    server.call_back_at(house.daemon.url() + "/api/v1/communication/webhooks/whatsapp/" + id);
  }

  [[nodiscard]] nlohmann::json channel(const std::string& name) const {
    const WhatsAppAccount& far = server.account();
    return {{"channel_type", "WHATSAPP"},
            {"channel_name", name},
            {"api_provider", "whatsapp"},
            {"api_url", server.url()},
            {"timeout_seconds", 2},
            {"account_id", far.phone_number_id},
            {"auth_token", far.token},
            {"api_secret", far.app_secret},
            {"config_json",
             {{"waba_id", far.waba_id}, {"verify_token", far.verify_token}, {"appsecret_proof", true}}}};
  }

  WhatsAppServer server{WhatsAppAccount{.wants_proof = true}};
  std::string id;
};

/// The room that all tests of this process share on that database.
WhatsAppRoom& whatsapp_room(Dialect dialect);

/// What happens between a channel of WhatsApp and its far side, about one number of a test's own.
class WhatsAppFlow : public InTheHouse {
 protected:
  /// A text, or what `more` makes of it; `moods` are the far side's.
  std::string send(const nlohmann::json& more = nlohmann::json::object(),
                   std::vector<WhatsAppMood> moods = {}) {
    room_.server.next(to_.substr(1), std::move(moods));
    nlohmann::json message{
        {"channel_id", room_.id}, {"to_address", to_}, {"message_body", "Caf\xC3\xA9 & 1 = \xE2\x82\xAC"}};
    message.update(more);
    if (message.at("message_body") == "") message.erase("message_body");
    return house_.tenant.send(message);
  }
  std::string refused(const WhatsAppMood& mood) { return send(nlohmann::json::object(), {mood}); }
  nlohmann::json await(const std::string& id, const std::string& status) {
    return house_.tenant.await(id, status);
  }
  nlohmann::json message(const std::string& id) { return house_.tenant.message(id); }
  [[nodiscard]] std::vector<WhatsAppSeen> seen() const { return room_.server.seen(to_.substr(1)); }
  std::string sent() {
    const std::string id = send();
    EXPECT_EQ(await(id, "SENT").at("status"), "SENT") << (seen().empty() ? "" : seen()[0].rule);
    return id;
  }
  /// The content of its type that the far side took of a message, of a number of its own.
  nlohmann::json taken(const std::string& type, const nlohmann::json& more) {
    to_ = fresh_number();
    const nlohmann::json done = await(send(more), "SENT");
    const auto all = seen();
    EXPECT_EQ(all.size(), 1U) << done;
    if (all.empty()) return {};
    EXPECT_EQ(all[0].answer, 200) << all[0].rule;
    const nlohmann::json mail = nlohmann::json::parse(all[0].body);
    EXPECT_EQ(mail.at("type"), type);
    return mail.value(type, nlohmann::json());
  }
  [[nodiscard]] std::string status(const std::string& word,
                                   const nlohmann::json& more = nlohmann::json::object()) const {
    return room_.server.status(seen().at(0), word, more);
  }
  int tell(const std::string& body) { return room_.server.post(body); }
  /// What the tenant received from the number.
  nlohmann::json received() {
    nlohmann::json out = nlohmann::json::array();
    for (const nlohmann::json& one : house_.tenant.messages())
      if (one.at("direction") == "INBOUND" && one.at("from_address") == to_) out.push_back(one);
    return out;
  }
  [[nodiscard]] std::string inbound(const nlohmann::json& message) const {
    return room_.server.inbound(to_.substr(1), message);
  }

  WhatsAppRoom& room_ = whatsapp_room(GetParam());
  std::string to_{fresh_number()};
};

}  // namespace herald::test
