#include "tests/plugins/telegram/plugin_calls.hpp"

namespace herald::telegram::testing {

using nlohmann::json;

const herald::testing::LoadedPlugin& plugin() {
  static const herald::testing::LoadedPlugin loaded{TELEGRAM_PLUGIN};
  return loaded;
}

json account() {
  return {{"channel_id", "ch1"},
          {"auth_token", kToken},
          {"webhook_secret", kSecret},
          {"sender_id", "@shop_bot"},
          {"config", json::object()}};
}

json message_input(const json& changes) {
  json message{{"id", "m1"},
               {"attempt_ref", "a1"},
               {"attempt_no", 1},
               {"channel", "TELEGRAM"},
               {"type", "TEXT"},
               {"to", "987654321"},
               {"text", "Hello"},
               {"attachments", json::array()},
               {"options", json::object()},
               {"metadata", json::object()},
               {"message_class", "transactional"}};
  message.update(changes);
  return {{"now_ms", 1732357000000}, {"message", std::move(message)}};
}

json plan(std::string_view op, const json& input, const json& account, const json& state) {
  const std::string input_text = input.dump();
  const std::string account_text = account.dump();
  const std::string state_text = state.dump();
  return json::parse(
      plugin().plan({.op = op, .input = input_text, .account = account_text, .state = state_text}).json);
}

json answered(std::string_view op, const json& input, const herald::testing::ProviderAnswer& answer,
              const json& state) {
  const std::string input_text = input.dump();
  const std::string account_text = account().dump();
  const std::string state_text = state.dump();
  return json::parse(
      plugin()
          .on_response({.op = op, .input = input_text, .account = account_text, .state = state_text}, answer)
          .json);
}

json parameters(const json& changes) {
  const json planned = plan("send", message_input(changes), account());
  return json::parse(planned.at("request").at("body").at(0).at("text").get<std::string>());
}

json verdict(const herald::testing::ProviderAnswer& answer, std::string_view op) {
  return answered(op, message_input(), answer).at("verdict");
}

json error_verdict(int status, std::string_view description, std::string_view op) {
  const json body{{"ok", false}, {"error_code", status}, {"description", description}};
  return verdict({.status = status, .body = body.dump()}, op);
}

}  // namespace herald::telegram::testing
