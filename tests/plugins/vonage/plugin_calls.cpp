#include "tests/plugins/vonage/plugin_calls.hpp"

#include <stdexcept>

namespace herald::vonage::testing {

using nlohmann::json;

const herald::testing::LoadedPlugin& plugin() {
  static const herald::testing::LoadedPlugin loaded{VONAGE_PLUGIN};
  return loaded;
}

json account(const json& more) {
  json out{{"channel_id", "ch1"},
           {"api_key", test::VonageAccount{}.api_key},
           {"api_secret", test::VonageAccount{}.api_secret},
           {"auth_token", kSigSecret},
           {"sender_id", "HERALD"},
           {"config", {{"signature_method", "sha256"}}}};
  out.merge_patch(more);
  return out;
}

json application_account() {
  return account({{"account_id", test::VonageAccount{}.application_id},
                  {"config", {{"private_key", test::vonage_keys().private_pem}}}});
}

json message_input(const json& more) {
  json message{{"id", "m1"},
               {"attempt_ref", "0192f0c4-0000-7000-8000-00000000b001"},
               {"attempt_no", 1},
               {"channel", "SMS"},
               {"type", "TEXT"},
               {"to", "+447700900123"},
               {"text", "Hello"},
               {"attachments", json::array()},
               {"options", json::object()},
               {"metadata", json::object()},
               {"message_class", "transactional"}};
  message.update(more);
  return {{"now_ms", kNow}, {"callback_url", "https://hooks.herald.example/v"}, {"message", message}};
}

json whatsapp(const json& more) {
  json out{{"channel", "WHATSAPP"}, {"from", "+447700900456"}};
  out.update(more);
  return out;
}

json plan(std::string_view op, const json& input, const json& account) {
  const std::string input_text = input.dump();
  const std::string account_text = account.dump();
  return json::parse(plugin().plan({.op = op, .input = input_text, .account = account_text}).json);
}

std::string body_of(const json& plan) { return plan.at("request").at("body").at(0).at("text"); }

test::Form planned_form(const json& more, const json& channel) {
  return test::read_form(body_of(plan("send", message_input(more), channel))).value();
}

json planned_mail(const json& more, const json& channel) {
  return json::parse(body_of(plan("send", message_input(more), channel)));
}

std::string refusal_code(const json& more, const json& channel) {
  const json out = plan("send", message_input(more), channel);
  return out.contains("request") ? "" : out.at("verdict").at("code").get<std::string>();
}

json verdict(const herald::testing::ProviderAnswer& answer, const json& more) {
  const std::string input_text = message_input(more).dump();
  const std::string account_text = account().dump();
  const auto out = plugin().on_response({.op = "send", .input = input_text, .account = account_text}, answer);
  return json::parse(out.json).at("verdict");
}

test::RawRequest raw_request(const json& plan) {
  const json& request = plan.at("request");
  const std::string url = request.at("url");
  const auto path = url.find('/', url.find("://") + 3);
  std::string head = request.at("method").get<std::string>() + " " + url.substr(path) +
                     " HTTP/1.1\r\nHost: " + url.substr(8, path - 8);
  for (const json& one : request.at("headers"))
    head += "\r\n" + one.at(0).get<std::string>() + ": " + one.at(1).get<std::string>();
  const std::string body = body_of(plan);
  return {head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n", body, 0};
}

json judged(const Arrived& arrived, const json& channel) {
  json headers = json::array({json::array({"CONTENT-TYPE", arrived.content_type})});
  if (!arrived.authorization.empty())
    headers.push_back(json::array({"AUTHORIZATION", arrived.authorization}));
  json request{{"method", arrived.method},
               {"url", "https://hooks.herald.example/vonage"},
               {"target", "/vonage"},
               {"headers", headers},
               {"remote_ip", "203.0.113.7"}};
  if (!arrived.query.empty()) request["query"] = arrived.query;
  const std::string input_text = json{{"now_ms", kNow}, {"request", request}}.dump();
  const std::string account_text = channel.dump();
  const auto out =
      plugin().plan({.op = "webhook", .input = input_text, .bytes = arrived.body, .account = account_text});
  return json::parse(out.json).at("verdict");
}

std::string code_of(const Arrived& arrived, const json& channel) {
  const json out = judged(arrived, channel);
  return out.at("kind") == "events" ? "" : out.at("code").get<std::string>();
}

test::Form sealed(test::Form form, const Sealing& sealing) {
  static int number = 0;
  form.emplace_back("timestamp", std::to_string(sealing.at));
  form.emplace_back("nonce", "5b0c1d2e-0000-4000-8000-" + std::to_string(100'000'000'000 + ++number));
  form.emplace_back("sig", test::vonage_sig(sealing.method, sealing.secret, form));
  return form;
}

Arrived posted(const test::Form& form, const Sealing& sealing) {
  return {.body = test::write_form(sealed(form, sealing))};
}

Arrived stamped(const json& body, const Stamping& stamping) {
  static int number = 0;
  const std::string text = body.dump();
  const test::VonageClaims claims{stamping.at, "jti-" + std::to_string(++number),
                                  test::VonageAccount{}.api_key, test::VonageAccount{}.application_id};
  return {.content_type = "application/json",
          .authorization = "Bearer " + test::vonage_webhook_token(stamping.secret, claims, text),
          .body = text};
}

json events_of(const Arrived& arrived, const json& channel) {
  json events = judged(arrived, channel).at("events");
  if (events.empty()) return events;
  if (events.at(0).at("kind") != "once") throw std::runtime_error{"no seal"};
  events.erase(0);
  return events;
}

}  // namespace herald::vonage::testing
