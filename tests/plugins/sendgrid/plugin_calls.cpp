#include "tests/plugins/sendgrid/plugin_calls.hpp"

namespace herald::sendgrid::testing {

using nlohmann::json;

const std::string kSheetKey =
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAERDsvmGJJg/QFT6dZfuN3iApuDODU2H/op7sfDRYCDcj0kvpFhFZ+dq6O8TMp0u/"
    "8Ru3L7hAtCeJQ8vR+CjDbsw==";

const herald::testing::LoadedPlugin& plugin() {
  static const herald::testing::LoadedPlugin loaded{SENDGRID_PLUGIN};
  return loaded;
}

json account() {
  return {{"channel_id", "ch1"},
          {"api_key", "SG.aaaa.bbbb"},
          {"sender_id", "Herald <noreply@herald.example>"},
          {"config", {{"webhook_public_key", kSheetKey}}}};
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

json planned_mail(const json& more) {
  const json out = plan("send", message_input(more), account());
  return json::parse(out.at("request").at("body").at(0).at("text").get<std::string>());
}

std::string refusal_code(const json& more) {
  const json out = plan("send", message_input(more), account());
  return out.contains("request") ? "" : out.at("verdict").at("code").get<std::string>();
}

json verdict(const herald::testing::ProviderAnswer& answer, std::string_view op) {
  const std::string input_text = message_input().dump();
  const std::string account_text = account().dump();
  const auto out = plugin().on_response({.op = op, .input = input_text, .account = account_text}, answer);
  return json::parse(out.json).at("verdict");
}

herald::testing::StepOutput told(const Arrived& arrived, const json& account) {
  json headers = json::array({json::array({"content-type", arrived.content_type})});
  const auto add = [&headers](const char* name, const std::string& value) {
    if (!value.empty()) headers.push_back(json::array({name, value}));
  };
  add("X-TWILIO-EMAIL-EVENT-WEBHOOK-SIGNATURE", arrived.signature);
  add("x-twilio-email-event-webhook-timestamp", arrived.timestamp);
  add("Authorization", arrived.authorization);
  const json request{{"method", "POST"},
                     {"url", "https://hooks.herald.example/sendgrid"},
                     {"target", "/sendgrid"},
                     {"headers", headers},
                     {"remote_ip", "203.0.113.7"}};
  const std::string input_text = json{{"now_ms", kNow}, {"request", request}}.dump();
  const std::string account_text = account.dump();
  return plugin().plan(
      {.op = "webhook", .input = input_text, .bytes = arrived.body, .account = account_text});
}

json judged(const Arrived& arrived, const json& account) {
  return json::parse(told(arrived, account).json).at("verdict");
}

}  // namespace herald::sendgrid::testing
