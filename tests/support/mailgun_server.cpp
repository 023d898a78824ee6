#include "tests/support/mailgun_server.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

std::string gun_answer(int status, const std::string& body) {
  const bool document = body.starts_with('{');
  return "HTTP/1.1 " + std::to_string(status) +
         " Answer\r\nServer: nginx\r\nContent-Type: " + (document ? "application/json" : "text/plain") +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string error_body(const MailgunError& error) {
  if (error.status == 200 || error.status == 401) return error.text;  // plain text, by the documents
  return json{{"message", error.text}}.dump();
}

std::int64_t unix_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::string bare_address(const std::string& mailbox) {
  const auto open = mailbox.find('<');
  return open == std::string::npos ? mailbox : mailbox.substr(open + 1, mailbox.size() - open - 2);
}

json user_variables(const MailFields& fields) {
  json out = json::object();
  for (const MailField& one : fields)
    if (one.name.starts_with("v:")) out[one.name.substr(2)] = one.value;
  return out;
}

}  // namespace

MailgunMood mailgun_refusal(int status, const std::string& message) {
  return {MailgunMood::Way::Answer, status, json{{"message", message}}.dump()};
}

MailgunServer::MailgunServer(MailgunAccount account)
    : account_{std::move(account)}, server_{[this](RawServer::Connection& peer) { serve(peer); }} {}

void MailgunServer::post_to(std::string url) {
  const std::scoped_lock lock{mutex_};
  target_ = std::move(url);
}

void MailgunServer::next(const std::string& to, std::vector<MailgunMood> moods) {
  const std::scoped_lock lock{mutex_};
  moods_[to] = std::move(moods);
}

std::vector<MailgunSeen> MailgunServer::seen(const std::string& to) const {
  const std::scoped_lock lock{mutex_};
  std::vector<MailgunSeen> out;
  std::ranges::copy_if(seen_, std::back_inserter(out), [&](const auto& one) { return one.to == to; });
  return out;
}

void MailgunServer::serve(RawServer::Connection& peer) {
  while (const auto request = peer.read())
    if (!answer(peer, *request)) return;
}

bool MailgunServer::answer(RawServer::Connection& peer, const RawRequest& request) {
  if (request.line().starts_with("GET ")) {
    peer.send(list(request));
    return true;
  }
  MailgunRead read = read_messages_request(account_, request, unix_now());
  MailgunSeen seen{.fields = std::move(read.fields)};
  seen.to = bare_address(mail_field(seen.fields, "to"));
  if (read.wrong) {
    seen.answer = read.wrong->status;
    seen.rule = read.wrong->rule;
    record(std::move(seen));
    peer.send(gun_answer(read.wrong->status, error_body(*read.wrong)));
    return true;
  }
  const MailgunMood mood = mood_for(seen.to);
  return humour(peer, mood, std::move(seen));
}

bool MailgunServer::humour(RawServer::Connection& peer, const MailgunMood& mood, MailgunSeen seen) {
  using Way = MailgunMood::Way;
  if (mood.way == Way::Answer) seen.answer = mood.status;
  if (mood.way == Way::Answer || mood.way == Way::Close) {
    record(std::move(seen));
    if (mood.way == Way::Answer) peer.send(gun_answer(mood.status, mood.body));
    return mood.way == Way::Answer;
  }
  {
    const std::scoped_lock lock{mutex_};
    seen.id = "20240517102030." + std::to_string(++mails_) + ".ABCDEF0123456789@" + account_.domain;
  }
  const std::string accepted = event(seen, "accepted");
  {
    const std::scoped_lock lock{mutex_};
    listed_.push_back(accepted);
  }
  if (mood.way == Way::Outrun) {
    post(accepted);
    post(event(seen, "delivered"));
  }
  const std::string body = json{{"id", "<" + seen.id + ">"}, {"message", "Queued. Thank you."}}.dump();
  seen.answer = mood.way == Way::TakeMute ? 0 : 200;
  record(std::move(seen));
  if (mood.way != Way::TakeMute) peer.send(gun_answer(200, body));
  if (mood.way == Way::TakeMute) peer.drain();
  return mood.way != Way::TakeMute;
}

std::string MailgunServer::list(const RawRequest& request) {
  Form query;
  if (const auto wrong = check_events_request(account_, request, query))
    return gun_answer(wrong->status, error_body(*wrong));
  json items = json::array();
  const std::string recipient = field(query, "recipient");
  const std::string word = field(query, "event");
  const std::scoped_lock lock{mutex_};
  for (const std::string& text : listed_) {
    json one = json::parse(text);
    if ((recipient.empty() || one.at("recipient") == recipient) && (word.empty() || one.at("event") == word))
      items.push_back(std::move(one));
  }
  const json paging{{"next", url() + "/next"}, {"previous", url() + "/previous"}};
  return gun_answer(200, json{{"items", std::move(items)}, {"paging", paging}}.dump());
}

MailgunMood MailgunServer::mood_for(const std::string& to) {
  const std::scoped_lock lock{mutex_};
  auto& waiting = moods_[to];
  if (waiting.empty()) return {};
  const MailgunMood mood = waiting.front();
  waiting.erase(waiting.begin());
  return mood;
}

void MailgunServer::record(MailgunSeen seen) {
  const std::scoped_lock lock{mutex_};
  seen_.push_back(std::move(seen));
}

std::string MailgunServer::event(const MailgunSeen& mail, const std::string& word, const std::string& more) {
  std::uint64_t number = 0;
  {
    const std::scoped_lock lock{mutex_};
    number = ++numbers_;
  }
  json out{{"event", word},
           {"id", "ev-" + std::to_string(number)},
           {"timestamp", static_cast<double>(unix_now()) + 0.25},
           {"log-level", "info"},
           {"recipient", mail.to},
           {"recipient-domain", mail.to.substr(mail.to.find('@') + 1)},
           {"message",
            {{"headers",
              {{"to", mail_field(mail.fields, "to")},
               {"from", mail_field(mail.fields, "from")},
               {"subject", mail_field(mail.fields, "subject")},
               {"message-id", mail.id}}},
             {"attachments", json::array()},
             {"size", 867}}},
           {"flags", {{"is-test-mode", false}}},
           {"tags", json::array()},
           {"user-variables", user_variables(mail.fields)}};
  out.update(json::parse(more));
  return out.dump();
}

MailgunSeal MailgunServer::seal() { return seal(0); }

MailgunSeal MailgunServer::seal(std::int64_t age) {
  std::array<char, 64> token{};
  {
    const std::scoped_lock lock{mutex_};
    std::snprintf(token.data(), token.size(), "%050llx", static_cast<unsigned long long>(++numbers_));
  }
  MailgunSeal out{.timestamp = std::to_string(unix_now() - age), .token = token.data(), .signature = {}};
  out.signature = mailgun_signature(account_.signing_key, out.timestamp, out.token);
  return out;
}

int MailgunServer::post(const std::string& event_data, const MailgunSeal& seal) const {
  const json signature{{"timestamp", seal.timestamp}, {"token", seal.token}, {"signature", seal.signature}};
  return deliver("application/json",
                 R"({"signature":)" + signature.dump() + R"(,"event-data":)" + event_data + "}");
}

int MailgunServer::post_mail(MailFields fields, const MailgunSeal& seal) const {
  fields.push_back({.name = "timestamp", .value = seal.timestamp});
  fields.push_back({.name = "token", .value = seal.token});
  fields.push_back({.name = "signature", .value = seal.signature});
  const bool files = std::ranges::any_of(fields, [](const auto& one) { return !one.filename.empty(); });
  if (files) return deliver("multipart/form-data; boundary=xYzZY", write_mail_parts(fields, "xYzZY"));
  Form form;
  for (const MailField& one : fields) form.emplace_back(one.name, one.value);
  return deliver("application/x-www-form-urlencoded", write_form(form));
}

int MailgunServer::deliver(const std::string& type, const std::string& body) const {
  std::string url;
  {
    const std::scoped_lock lock{mutex_};
    url = target_;
  }
  const auto authority = url.find("://") + 3;
  const int port = std::stoi(url.substr(url.find(':', authority) + 1));
  HttpClient client{static_cast<std::uint16_t>(port)};
  return client
      .send({"POST",
             url.substr(url.find('/', authority)),
             {{"User-Agent", "Go-http-client/2.0"}, {"Content-Type", type}},
             body})
      .status;
}

}  // namespace herald::test
