#include "tests/support/sendgrid_server.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

std::string mail_answer(int status, const std::string& body, const std::string& more = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " Answer\r\nServer: nginx\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::int64_t unix_seconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::string addressee_of(const std::string& body) {
  const json mail = json::parse(body, nullptr, false);
  const json::json_pointer at{"/personalizations/0/to/0/email"};
  return mail.is_object() && mail.contains(at) && mail.at(at).is_string() ? mail.at(at).get<std::string>()
                                                                          : "";
}

/// 22 characters, URL-safe.
std::string numbered_id(std::uint64_t number) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "Q1abc_EFghi-%010llu", static_cast<unsigned long long>(number));
  return text.data();
}

bool validates_only(const std::string& body) {
  const json mail = json::parse(body, nullptr, false);
  const json::json_pointer at{"/mail_settings/sandbox_mode/enable"};
  return mail.is_object() && mail.contains(at) && mail.at(at) == true;
}

}  // namespace

SendGridServer::SendGridServer(SendGridAccount account)
    : account_{std::move(account)}, server_{[this](RawServer::Connection& peer) { serve(peer); }} {}

void SendGridServer::post_events_to(std::string url) {
  const std::scoped_lock lock{mutex_};
  webhook_ = std::move(url);
}

void SendGridServer::next(const std::string& to, std::vector<SendGridMood> moods) {
  const std::scoped_lock lock{mutex_};
  moods_[to] = std::move(moods);
}

std::vector<SendGridSeen> SendGridServer::seen(const std::string& to) const {
  const std::scoped_lock lock{mutex_};
  std::vector<SendGridSeen> out;
  for (const SendGridSeen& one : seen_)
    if (one.to == to) out.push_back(one);
  return out;
}

void SendGridServer::serve(RawServer::Connection& peer) {
  while (const auto request = peer.read())
    if (!answer(peer, *request)) return;
}

bool SendGridServer::answer(RawServer::Connection& peer, const RawRequest& request) {
  SendGridSeen seen{.body = request.body, .to = addressee_of(request.body)};
  if (const auto wrong = check_mail_send(account_, request)) {
    seen.answer = wrong->status;
    seen.rule = wrong->rule;
    record(std::move(seen));
    peer.send(mail_answer(wrong->status, sendgrid_error_json(*wrong, "Refused: " + wrong->rule)));
    return true;
  }
  if (validates_only(request.body)) {
    seen.answer = 200;
    record(std::move(seen));
    peer.send(mail_answer(200, ""));
    return true;
  }
  const SendGridMood mood = mood_for(seen.to);
  return humour(peer, mood, std::move(seen));
}

bool SendGridServer::humour(RawServer::Connection& peer, SendGridMood mood, SendGridSeen seen) {
  const auto refuse = [&](int status, const std::string& body, const std::string& more = {}) {
    seen.answer = status;
    record(std::move(seen));
    peer.send(mail_answer(status, body, more));
    return true;
  };
  if (mood == SendGridMood::Limiting)
    return refuse(429, sendgrid_error_json({}, "too many requests"),
                  "X-RateLimit-Limit: 600\r\nX-RateLimit-Remaining: 0\r\nX-RateLimit-Reset: " +
                      std::to_string(unix_seconds() + 1) + "\r\n");
  if (mood == SendGridMood::Unavailable) return refuse(503, "");
  if (mood == SendGridMood::Bulky) return refuse(413, "<html>413 Request Entity Too Large</html>");
  if (mood == SendGridMood::Babbling)
    return refuse(400, sendgrid_error_json({400, "personalizations.0.to.0.email", ""},
                                           "no such recipient " + seen.to + " for key " + account_.api_key));
  if (mood == SendGridMood::Closing) {
    record(std::move(seen));
    return false;
  }
  return oblige(peer, mood, std::move(seen));
}

bool SendGridServer::oblige(RawServer::Connection& peer, SendGridMood mood, SendGridSeen seen) {
  {
    const std::scoped_lock lock{mutex_};
    seen.id = numbered_id(++mails_);
  }
  if (mood == SendGridMood::Silent) {
    record(std::move(seen));
    peer.drain();
    return false;
  }
  seen.answer = 202;
  if (mood == SendGridMood::Outrunning) post({event(seen, "processed"), event(seen, "delivered")});
  const std::string id = seen.id;
  record(std::move(seen));
  peer.send(mail_answer(202, "", "X-Message-Id: " + id + "\r\n"));
  return true;
}

SendGridMood SendGridServer::mood_for(const std::string& to) {
  const std::scoped_lock lock{mutex_};
  auto& waiting = moods_[to];
  if (waiting.empty()) return SendGridMood::Obliging;
  const SendGridMood mood = waiting.front();
  waiting.erase(waiting.begin());
  return mood;
}

void SendGridServer::record(SendGridSeen seen) {
  const std::scoped_lock lock{mutex_};
  seen_.push_back(std::move(seen));
}

std::string SendGridServer::event(const SendGridSeen& mail, const std::string& word,
                                  const std::string& more) {
  std::uint64_t number = 0;
  {
    const std::scoped_lock lock{mutex_};
    number = ++events_;
  }
  json out = json::parse(mail.body).at("personalizations")[0].value("custom_args", json::object());
  out.update({{"email", mail.to},
              {"timestamp", unix_seconds()},
              {"event", word},
              {"sg_event_id", "ZXZlbnQ-" + mail.id + "-" + std::to_string(number)},
              {"sg_message_id", mail.id + ".recvd-66d8f-1-2.0"},
              {"smtp-id", "<" + mail.id + "@geopod-ismtpd-1>"}});
  out.update(json::parse(more));
  return out.dump();
}

SendGridServer::Envelope SendGridServer::envelope(const std::vector<std::string>& events) const {
  Envelope out{.timestamp = std::to_string(unix_seconds()), .signature = {}, .body = event_batch(events)};
  out.signature = key_.sign(out.timestamp, out.body);
  return out;
}

SendGridServer::Envelope SendGridServer::parsed_mail(std::string body, std::string content_type) const {
  Envelope out{.timestamp = std::to_string(unix_seconds()),
               .signature = {},
               .body = std::move(body),
               .content_type = std::move(content_type)};
  out.signature = key_.sign(out.timestamp, out.body);
  return out;
}

int SendGridServer::post(const std::vector<std::string>& events) const { return deliver(envelope(events)); }

int SendGridServer::deliver(const Envelope& envelope) const {
  std::string url;
  {
    const std::scoped_lock lock{mutex_};
    url = webhook_;
  }
  const auto authority = url.find("://") + 3;
  const int port = std::stoi(url.substr(url.find(':', authority) + 1));
  HttpClient client{static_cast<std::uint16_t>(port)};
  return client
      .send({"POST",
             url.substr(url.find('/', authority)),
             {{"User-Agent", "SendGrid Event API"},
              {"Content-Type", envelope.content_type},
              {"X-Twilio-Email-Event-Webhook-Signature", envelope.signature},
              {"X-Twilio-Email-Event-Webhook-Timestamp", envelope.timestamp}},
             envelope.body})
      .status;
}

}  // namespace herald::test
