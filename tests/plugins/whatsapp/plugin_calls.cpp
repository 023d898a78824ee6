#include "tests/plugins/whatsapp/plugin_calls.hpp"

#include <stdexcept>

namespace herald::whatsapp::testing {

using nlohmann::json;

const herald::testing::LoadedPlugin& plugin() {
  static const herald::testing::LoadedPlugin loaded{WHATSAPP_PLUGIN};
  return loaded;
}

json account(const json& more) {
  const test::WhatsAppAccount far;
  json out{{"channel_id", "ch1"},
           {"account_id", far.phone_number_id},
           {"auth_token", far.token},
           {"api_secret", far.app_secret},
           {"config", {{"waba_id", far.waba_id}, {"verify_token", far.verify_token}}}};
  out.merge_patch(more);
  return out;
}

json message_input(const json& more) {
  json message{{"id", "m1"},
               {"attempt_ref", kRef},
               {"attempt_no", 1},
               {"channel", "WHATSAPP"},
               {"type", "TEXT"},
               {"to", "+919876500001"},
               {"text", "Your order 17 has shipped"},
               {"attachments", json::array()},
               {"options", json::object()},
               {"metadata", json::object()},
               {"message_class", "transactional"}};
  message.update(more);
  if (message.at("text") == "") message.erase("text");
  return {{"now_ms", kNow}, {"message", message}};
}

json file_message(const std::string& type, const json& options) {
  return {{"type", type},
          {"text", ""},
          {"attachments", {{{"url", "https://files.example/a"}, {"name", "a.bin"}}}},
          {"options", options}};
}

json plan(std::string_view op, const json& input, const json& account, const json& state) {
  const std::string input_text = input.dump();
  const std::string account_text = account.dump();
  const std::string state_text = state.dump();
  return json::parse(
      plugin().plan({.op = op, .input = input_text, .account = account_text, .state = state_text}).json);
}

json answered(std::string_view op, const json& input, const herald::testing::ProviderAnswer& answer,
              const json& state, const json& channel) {
  const std::string input_text = input.dump();
  const std::string account_text = channel.dump();
  const std::string state_text = state.dump();
  return json::parse(
      plugin()
          .on_response({.op = op, .input = input_text, .account = account_text, .state = state_text}, answer)
          .json);
}

json planned_mail(const json& more, const json& state) {
  const json out = plan("send", message_input(more), account(), state);
  if (!out.contains("request")) throw std::runtime_error{out.dump()};
  const std::string body = out.at("request").at("body").at(0).at("text");
  if (const auto wrong = test::check_whatsapp_message(body))
    throw std::runtime_error{wrong->details + ": " + wrong->rule + ": " + body};
  return json::parse(body);
}

std::string refusal_code(const json& more, const json& channel) {
  const json out = plan("send", message_input(more), channel);
  return out.contains("request") ? "" : out.at("verdict").at("code").get<std::string>();
}

json verdict(const herald::testing::ProviderAnswer& answer, const json& more) {
  return answered("send", message_input(more), answer).at("verdict");
}

herald::testing::ProviderAnswer refused_with(int status, int code, const std::string& details) {
  return {.status = status, .body = test::whatsapp_error_json({status, code, details, ""})};
}

std::string webhook_of(const json& value) {
  const test::WhatsAppAccount far;
  json whole{
      {"messaging_product", "whatsapp"},
      {"metadata", {{"display_phone_number", "+1 555-000-1111"}, {"phone_number_id", far.phone_number_id}}}};
  whole.update(value);
  return json{{"object", "whatsapp_business_account"},
              {"entry", {{{"id", far.waba_id}, {"changes", {{{"field", "messages"}, {"value", whole}}}}}}}}
      .dump();
}

json judged(const std::string& body, const std::string& signature, const json& channel) {
  json headers = json::array({json::array({"Content-Type", "application/json"})});
  if (!signature.empty()) headers.push_back(json::array({"X-HUB-SIGNATURE-256", signature}));
  const json request{{"method", "POST"},
                     {"url", "https://hooks.herald.example/w"},
                     {"target", "/w"},
                     {"headers", headers},
                     {"remote_ip", "203.0.113.7"}};
  const std::string input_text = json{{"now_ms", kNow}, {"request", request}}.dump();
  const std::string account_text = channel.dump();
  return json::parse(plugin()
                         .plan({.op = "webhook", .input = input_text, .bytes = body, .account = account_text})
                         .json)
      .at("verdict");
}

json events_in(const json& value) {
  const std::string body = webhook_of(value);
  return judged(body, test::whatsapp_signature(test::WhatsAppAccount{}.app_secret, body)).at("events");
}

}  // namespace herald::whatsapp::testing
