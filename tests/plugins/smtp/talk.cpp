#include "tests/plugins/smtp/talk.hpp"

#include <algorithm>

namespace herald::smtp::testing {

using nlohmann::json;

const herald::testing::LoadedPlugin& plugin() {
  static const herald::testing::LoadedPlugin loaded{SMTP_PLUGIN};
  return loaded;
}

json account(const json& config) {
  json all{{"host", "mail.example.com"}};
  all.update(config);
  return {{"channel_id", "ch1"},           {"account_id", "ada"},
          {"api_secret", "correct horse"}, {"sender_id", "Shop <shop@example.org>"},
          {"timeout_seconds", 30},         {"config", all}};
}

json message_input(const json& changes) {
  json message{{"id", "m1"},
               {"attempt_ref", "a1"},
               {"attempt_no", 1},
               {"channel", "EMAIL"},
               {"type", "TEXT"},
               {"to", "bob@example.net"},
               {"subject", "Your order"},
               {"text", "Hello Bob"},
               {"attachments", json::array()},
               {"options", json::object()},
               {"metadata", json::object()},
               {"message_class", "transactional"}};
  message.update(changes);
  return {{"now_ms", 1732357000000}, {"message", std::move(message)}};
}

Talk::Talk(json account, json input, std::string op)
    : op_{std::move(op)}, account_{account.dump()}, input_{input.dump()} {
  take(plugin().start({.op = op_, .input = input_, .account = account_}));
}

void Talk::happen(std::int32_t kind) {
  if (over_) return;
  const std::string_view bytes =
      kind == HERALD_STREAM_BYTES || kind == HERALD_STREAM_CLOSED ? received_ : std::string_view{};
  take(plugin().feed({.op = op_, .input = input_, .account = account_, .state = state_}, kind, bytes));
}

void Talk::say(std::string_view bytes) {
  received_ += bytes;
  happen(HERALD_STREAM_BYTES);
}

void Talk::open(std::string_view capabilities) {
  connected();
  say("220 mail.example.com ESMTP\r\n");
  say("250-mail.example.com\r\n250 STARTTLS\r\n");
  say("220 2.0.0 go\r\n");
  tls_started();
  std::string reply = "250-mail.example.com\r\n";
  for (; !capabilities.empty();) {
    const std::size_t end = std::min(capabilities.find('\n'), capabilities.size());
    reply += "250-" + std::string{capabilities.substr(0, end)} + "\r\n";
    capabilities.remove_prefix(std::min(end + 1, capabilities.size()));
  }
  say(reply + "250 HELP\r\n");
  news();
}

void Talk::take(const herald::testing::StepOutput& output) {
  const json reply = json::parse(output.json);
  state_ = reply.at("state").dump();
  received_.erase(0, reply.value("consumed", std::size_t{0}));
  for (const json& action : reply.at("actions")) note(action, output.bytes);
  for (const json& secret : reply.value("redact", json::array())) hidden_.push_back(secret);
}

void Talk::note(const json& action, const std::string& bytes) {
  const std::string name = action.begin().key();
  const json& wish = action.begin().value();
  if (name == "close") over_ = true;
  if (name == "write") {
    std::string all;
    for (const json& segment : wish) {
      if (segment.contains("blob")) {
        all +=
            "{" + segment.at("blob").get<std::string>() + ' ' + segment.at("encode").get<std::string>() + '}';
        continue;
      }
      const json& range = segment.at("range");
      all += bytes.substr(range.at("off").get<std::size_t>(), range.at("len").get<std::size_t>());
    }
    actions_.push_back("> " + all);
  } else if (name == "connect") {
    actions_.push_back("connect " + wish.at("host").get<std::string>() + ':' + wish.at("port").dump() + ' ' +
                       wish.at("tls").get<std::string>());
  } else if (name == "timer") {
    actions_.push_back("timer " + wish.at("after_ms").dump());
  } else {
    actions_.push_back(name + (wish.empty() ? "" : ' ' + wish.dump()));
  }
}

std::string Talk::news() {
  std::string all;
  for (; told_ < actions_.size(); ++told_) all += (all.empty() ? "" : "|") + actions_[told_];
  return all;
}

json Talk::verdict() const {
  json found;
  for (const std::string& action : actions_)
    if (action.starts_with("verdict ")) {
      if (!found.is_null()) throw std::runtime_error{"two verdicts"};
      found = json::parse(action.substr(8));
    }
  return found;
}

std::string Talk::written() const {
  std::string all;
  for (const std::string& action : actions_)
    if (action.starts_with("> ")) all += action.substr(2);
  return all;
}

}  // namespace herald::smtp::testing
