#include "tests/plugins/mailgun/plugin_calls.hpp"

namespace herald::mailgun::testing {

using nlohmann::json;

const herald::testing::LoadedPlugin& plugin() {
  static const herald::testing::LoadedPlugin loaded{MAILGUN_PLUGIN};
  return loaded;
}

json account() {
  return {{"channel_id", "ch1"},
          {"account_id", "mg.herald.example"},
          {"api_key", test::MailgunAccount{}.api_key},
          {"webhook_secret", kSigningKey},
          {"sender_id", "Herald <noreply@mg.herald.example>"},
          {"config", json::object()}};
}

json message_input(const json& more) {
  json message{{"id", "m1"},
               {"attempt_ref", "a1"},
               {"attempt_no", 1},
               {"channel", "EMAIL"},
               {"type", "TEXT"},
               {"to", "rcpt@example.net"},
               {"subject", "Your invoice"},
               {"text", "Hello"},
               {"attachments", json::array()},
               {"options", json::object()},
               {"metadata", json::object()},
               {"message_class", "transactional"}};
  message.update(more);
  return {{"now_ms", kNow}, {"message", std::move(message)}};
}

json plan(std::string_view op, const json& input, const json& account) {
  const std::string input_text = input.dump();
  const std::string account_text = account.dump();
  return json::parse(plugin().plan({.op = op, .input = input_text, .account = account_text}).json);
}

test::MailFields planned_fields(const json& more) {
  const json out = plan("send", message_input(more), account());
  const std::string body = out.at("request").at("body").at(0).at("text");
  return test::read_mail_parts(body, "herald-000102030405060708090a0b0c0d0e0f").value();
}

std::string refusal_code(const json& more) {
  const json out = plan("send", message_input(more), account());
  return out.contains("request") ? "" : out.at("verdict").at("code").get<std::string>();
}

json verdict(const herald::testing::ProviderAnswer& answer) {
  const std::string input_text = message_input().dump();
  const std::string account_text = account().dump();
  const auto out = plugin().on_response({.op = "send", .input = input_text, .account = account_text}, answer);
  return json::parse(out.json).at("verdict");
}

json judged(const std::string& body, const json& account, std::string_view content_type) {
  const json request{{"method", "POST"},
                     {"url", "https://hooks.herald.example/mailgun"},
                     {"target", "/mailgun"},
                     {"headers", json::array({json::array({"CONTENT-TYPE", content_type})})},
                     {"remote_ip", "203.0.113.7"}};
  const std::string input_text = json{{"now_ms", kNow}, {"request", request}}.dump();
  const std::string account_text = account.dump();
  const auto out =
      plugin().plan({.op = "webhook", .input = input_text, .bytes = body, .account = account_text});
  return json::parse(out.json).at("verdict");
}

std::string webhook(const json& event_data, const Sealing& sealing) {
  static int number = 0;
  const std::string token = std::string(49, 'f') + std::to_string(++number % 10);
  const std::string timestamp = std::to_string(sealing.at);
  const json seal{{"timestamp", timestamp},
                  {"token", token},
                  {"signature", test::mailgun_signature(sealing.key, timestamp, token)}};
  return json{{"signature", seal}, {"event-data", event_data}}.dump();
}

json event_data(const std::string& word, const json& more) {
  json out{{"event", word},
           {"id", "ev1"},
           {"timestamp", 1'715'942'000.25},
           {"recipient", "rcpt@example.net"},
           {"message", {{"headers", {{"to", "Ada <rcpt@example.net>"}, {"message-id", "m1@mg"}}}}},
           {"user-variables", {{"herald_ref", "a1"}}}};
  out.update(more);
  return out;
}

json events_of(const json& event_data, const json& account) {
  json events = judged(webhook(event_data), account).at("events");
  if (events.at(0).at("kind") != "once") throw std::runtime_error{"no seal"};
  events.erase(0);
  return events;
}

}  // namespace herald::mailgun::testing
