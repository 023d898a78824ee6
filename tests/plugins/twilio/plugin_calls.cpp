#include "tests/plugins/twilio/plugin_calls.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace herald::twilio::testing {

using nlohmann::json;

const herald::testing::LoadedPlugin& plugin() {
  static const herald::testing::LoadedPlugin loaded{TWILIO_PLUGIN};
  return loaded;
}

json account() {
  return {{"channel_id", "ch1"},
          {"account_id", kAccountSid},
          {"auth_token", kToken},
          {"sender_id", "+15005550006"},
          {"config", json::object()}};
}

json message_input() {
  json message{{"id", "m1"},
               {"attempt_ref", "a1"},
               {"attempt_no", 1},
               {"channel", "SMS"},
               {"type", "TEXT"},
               {"to", "+447700900123"},
               {"text", "Hello"},
               {"attachments", json::array()},
               {"options", json::object()},
               {"metadata", json::object()},
               {"message_class", "transactional"}};
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

std::string planned_body(const json& input, const json& account) {
  return plan("send", input, account).at("request").at("body").at(0).at("text");
}

json verdict(const herald::testing::ProviderAnswer& answer, std::string_view op) {
  return answered(op, message_input(), answer).at("verdict");
}

json judged(const Arrived& arrived, const json& account) {
  json headers = json::array({json::array({"content-type", arrived.content_type})});
  if (!arrived.signature.empty()) headers.push_back(json::array({"X-TWILIO-SIGNATURE", arrived.signature}));
  json request{
      {"method", arrived.method}, {"url", arrived.url}, {"headers", headers}, {"remote_ip", "203.0.113.7"}};
  if (const auto mark = arrived.url.find('?'); mark != std::string::npos)
    request["query"] = arrived.url.substr(mark + 1);
  const std::string input_text = json{{"now_ms", 1732357000000}, {"request", request}}.dump();
  const std::string account_text = account.dump();
  const auto out =
      plugin().plan({.op = "webhook", .input = input_text, .bytes = arrived.body, .account = account_text});
  return json::parse(out.json).at("verdict");
}

std::string sign(std::string_view data) {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha1(), kToken.data(), static_cast<int>(kToken.size()),
       reinterpret_cast<const unsigned char*>(data.data()), data.size(), mac, &size);
  unsigned char text[2 * EVP_MAX_MD_SIZE];
  const int length = EVP_EncodeBlock(text, mac, static_cast<int>(size));
  return {text, text + length};
}

Arrived signed_form(std::string url, std::string body, std::string_view parameters) {
  std::string signature = sign(url + std::string(parameters));
  return {.url = std::move(url), .signature = std::move(signature), .body = std::move(body)};
}

}  // namespace herald::twilio::testing
