#include "tests/plugins/aws_sns/plugin_calls.hpp"

#include <stdexcept>

namespace herald::aws_sns::testing {

using nlohmann::json;

const herald::testing::LoadedPlugin& plugin() {
  static const herald::testing::LoadedPlugin loaded{AWS_SNS_PLUGIN};
  return loaded;
}

json account(const json& more) {
  json out{{"channel_id", "ch1"},
           {"api_key", test::AwsSnsAccount{}.access_key},
           {"api_secret", test::AwsSnsAccount{}.secret_key},
           {"config",
            {{"region", test::AwsSnsAccount{}.region},
             {"topic_arns", json::array({test::AwsSnsAccount{}.topic_arn})}}}};
  out.merge_patch(more);
  return out;
}

json message_input(const json& more) {
  json message{{"id", "m1"},
               {"attempt_ref", "0192f0c4-0000-7000-8000-00000000b001"},
               {"attempt_no", 1},
               {"channel", "SMS"},
               {"type", "TEXT"},
               {"to", "+447700900777"},
               {"text", "Herald test 1 + 1 = 2"},
               {"attachments", json::array()},
               {"options", json::object()},
               {"metadata", json::object()},
               {"message_class", "transactional"}};
  message.update(more);
  return {{"now_ms", kNow}, {"message", message}};
}

json plan(std::string_view op, const json& input, const json& account, const json& state) {
  const std::string input_text = input.dump();
  const std::string account_text = account.dump();
  const std::string state_text = state.dump();
  return json::parse(
      plugin().plan({.op = op, .input = input_text, .account = account_text, .state = state_text}).json);
}

test::Form planned_form(const json& more, const json& channel) {
  const json made = plan("send", message_input(more), channel);
  return test::read_form(made.at("request").at("body").at(0).at("text").get<std::string>()).value();
}

std::string attribute(const test::Form& form, const std::string& name) {
  for (const auto& [key, value] : form)
    if (key.ends_with(".Name") && value == name)
      return test::field(form, key.substr(0, key.size() - 4) + "Value.StringValue");
  return {};
}

std::string refusal_code(const json& more, const json& channel) {
  const json out = plan("send", message_input(more), channel);
  return out.contains("request") ? "" : out.at("verdict").at("code").get<std::string>();
}

json reply(const herald::testing::ProviderAnswer& answer, const json& state) {
  const std::string input_text = message_input().dump();
  const std::string account_text = account().dump();
  const std::string state_text = state.dump();
  return json::parse(
      plugin()
          .on_response({.op = "send", .input = input_text, .account = account_text, .state = state_text},
                       answer)
          .json);
}

json verdict(const herald::testing::ProviderAnswer& answer) { return reply(answer).at("verdict"); }

test::RawRequest raw_request(const json& plan) {
  const json& request = plan.at("request");
  const std::string url = request.at("url");
  const auto authority = url.find("://") + 3;
  const auto path = url.find('/', authority);
  std::string head = request.at("method").get<std::string>() + " " + url.substr(path) +
                     " HTTP/1.1\r\nHost: " + url.substr(authority, path - authority);
  for (const json& one : request.at("headers"))
    head += "\r\n" + one.at(0).get<std::string>() + ": " + one.at(1).get<std::string>();
  const std::string body = request.at("body").at(0).at("text");
  return {head + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n", body, 0};
}

const std::string& good_certificate() {
  constexpr std::int64_t kYear = 365LL * 86'400;
  static const std::string kPem =
      test::aws_sns_certificate(test::aws_sns_key(), kNow / 1000 - kYear, kNow / 1000 + kYear);
  return kPem;
}

Ended ended(const Arrived& arrived, const json& channel) {
  const json request{{"method", arrived.method},
                     {"url", "https://hooks.herald.example/aws_sns"},
                     {"target", "/aws_sns"},
                     {"headers", arrived.headers},
                     {"remote_ip", "203.0.113.7"}};
  const std::string input = json{{"now_ms", kNow}, {"request", request}}.dump();
  const std::string account_text = channel.dump();
  Ended out;
  for (std::string state = "{}"; out.requests.size() < 5;) {
    const herald::testing::StepInput step{
        .op = "webhook", .input = input, .bytes = arrived.body, .account = account_text, .state = state};
    const json made = json::parse(plugin().plan(step).json);
    if (made.contains("verdict")) {
      out.verdict = made.at("verdict");
      return out;
    }
    out.requests.push_back(made.at("request"));
    const std::string after = made.at("state").dump();
    herald::testing::StepInput answered = step;
    answered.state = after;
    const bool first = out.requests.size() == 1;
    const json judged =
        json::parse(plugin().on_response(answered, first ? arrived.certificate : arrived.confirmation).json);
    if (judged.contains("verdict")) {
      out.verdict = judged.at("verdict");
      return out;
    }
    state = judged.at("continue").at("state").dump();
  }
  throw std::runtime_error{"the loop does not end"};
}

std::string code_of(const Arrived& arrived, const json& channel) {
  const json out = ended(arrived, channel).verdict;
  return out.at("kind") == "events" ? "" : out.at("code").get<std::string>();
}

test::AwsSnsNotice notice(const std::string& message) {
  return {.message = message, .timestamp = "2024-05-17T10:20:29.123Z", .certificate_url = kCertificateUrl};
}

test::AwsSnsNotice confirmation(const std::string& type) {
  test::AwsSnsNotice out = notice("You have chosen to subscribe");
  out.type = type;
  out.token = "2336412f37";
  out.subscribe_url =
      "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=" + out.topic_arn +
      "&Token=2336412f37";
  return out;
}

json events_of(const std::string& message) {
  return ended({.body = test::aws_sns_envelope(notice(message))}).verdict.at("events");
}

}  // namespace herald::aws_sns::testing
