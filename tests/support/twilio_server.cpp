#include "tests/support/twilio_server.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

std::string http(int status, const std::string& body, const std::string& more = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " " + (status < 300 ? "CREATED" : "NO") +
         "\r\nContent-Type: application/json;charset=utf-8\r\nTwilio-Concurrent-Requests: 1\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string told(int status, const std::string& head, const std::string& body = {}) {
  return "HTTP/1.1 " + std::to_string(status) + " Answer\r\n" + head +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string authorization(const RawRequest& request) {
  const auto at = request.head.find("Authorization: ");
  return at == std::string::npos ? std::string{}
                                 : request.head.substr(at, request.head.find("\r\n", at) - at);
}

}  // namespace

TwilioServer::TwilioServer(TwilioAccount account)
    : account_{std::move(account)}, server_{[this](RawServer::Connection& peer) { serve(peer); }} {}

void TwilioServer::next(const std::string& to, std::vector<TwilioMood> moods) {
  const std::scoped_lock lock{mutex_};
  moods_[to] = std::move(moods);
}

std::vector<TwilioSeen> TwilioServer::seen() const {
  const std::scoped_lock lock{mutex_};
  return seen_;
}

std::vector<TwilioSeen> TwilioServer::seen(const std::string& to) const {
  std::vector<TwilioSeen> out;
  for (TwilioSeen& one : seen())
    if (field(one.form, "To") == to) out.push_back(std::move(one));
  return out;
}

void TwilioServer::serve(RawServer::Connection& peer) {
  while (const auto request = peer.read())
    if (!answer(peer, *request)) return;
}

std::string TwilioServer::keep(TwilioFile file) {
  const std::string sid = "ME" + next_sid().substr(2);
  const std::scoped_lock lock{mutex_};
  files_[sid] = std::move(file);
  return server_.url("/2010-04-01/Accounts/" + account_.sid + "/Messages/MM" + sid.substr(2) + "/Media/" +
                     sid);
}

std::string TwilioServer::give(const TwilioMediaCall& call) const {
  if (call.wrong) return http(call.wrong->status, error_json(*call.wrong, "Refused: " + call.wrong->rule));
  const std::scoped_lock lock{mutex_};
  const auto file = files_.find(call.media_sid);
  if (file == files_.end())
    return http(404, error_json({404, 20404, ""}, "The requested resource was not found"));
  if (call.where == TwilioMediaCall::Where::Storage)
    return told(200, "Content-Type: " + file->second.type + "\r\n", file->second.bytes);
  return told(307, "Location: " +
                       server_.url("/stored/" + call.media_sid + "?" +
                                   twilio_storage_query(account_, call.media_sid)) +
                       "\r\n");
}

void TwilioServer::bill(const std::string& sid, TwilioBill bill) {
  const std::scoped_lock lock{mutex_};
  bills_[sid] = std::move(bill);
}

void TwilioServer::bill_all(const std::string& price, std::chrono::milliseconds after) {
  const std::scoped_lock lock{mutex_};
  price_of_all_ = price;
  billed_after_ = after;
}

void TwilioServer::limit_reads(const std::string& sid, int count) {
  const std::scoped_lock lock{mutex_};
  limited_[sid] = count;
}

int TwilioServer::reads(const std::string& sid) const {
  const std::scoped_lock lock{mutex_};
  const auto found = reads_.find(sid);
  return found == reads_.end() ? 0 : found->second;
}

std::string TwilioServer::show(const TwilioMessageCall& call) {
  if (call.wrong) return http(call.wrong->status, error_json(*call.wrong, "Refused: " + call.wrong->rule));
  const std::scoped_lock lock{mutex_};
  ++reads_[call.sid];
  if (int& left = limited_[call.sid]; left > 0) {
    --left;
    return http(429, error_json({429, 20429, ""}, "Too Many Requests"), "Retry-After: 1\r\n");
  }
  const auto message = std::ranges::find(seen_, call.sid, &TwilioSeen::sid);
  if (message == seen_.end())
    return http(404, error_json({404, 20404, ""}, "The requested resource was not found"));
  TwilioBill bill;
  if (std::chrono::steady_clock::now() >= message->at + billed_after_) bill.price = price_of_all_;
  if (const auto told = bills_.find(call.sid); told != bills_.end()) bill = told->second;
  return http(200, billed_json(created_json(account_, call.sid, message->form), bill));
}

bool TwilioServer::answer(RawServer::Connection& peer, const RawRequest& request) {
  if (const auto media = read_media_call(account_, request); media.where != TwilioMediaCall::Where::Nowhere) {
    peer.send(give(media));
    return true;
  }
  if (const auto message = read_message_call(account_, request); message.is_one) {
    peer.send(show(message));
    return true;
  }
  if (request.line().starts_with("GET ")) {
    const auto wrong = check_account_request(account_, request);
    peer.send(wrong ? http(wrong->status, error_json(*wrong, "Refused: " + wrong->rule))
                    : http(200, R"({"status":"active","type":"Full"})"));
    return true;
  }
  TwilioSeen seen{.form = read_form(request.body).value_or(Form{}), .connection = request.connection};
  auto wrong = check_create(account_, request);
  if (!wrong) wrong = magic(seen.form);
  if (wrong) {
    seen.answer = wrong->status;
    seen.code = wrong->code;
    seen.rule = wrong->rule;
    record(std::move(seen));
    peer.send(http(wrong->status, error_json(*wrong, "Refused: " + wrong->rule)));
    return true;
  }
  const TwilioMood mood = mood_for(field(seen.form, "To"));
  if (mood == TwilioMood::Babbling) {
    seen.answer = 400;
    seen.code = 21211;
    record(std::move(seen));
    peer.send(http(400, error_json({400, 21211, ""}, "no such recipient for " + authorization(request) +
                                                         " with token " + account_.auth_token)));
    return true;
  }
  return humour(peer, mood, std::move(seen));
}

bool TwilioServer::humour(RawServer::Connection& peer, TwilioMood mood, TwilioSeen seen) {
  if (mood == TwilioMood::Limiting) {
    seen.answer = 429;
    seen.code = 20429;
    record(std::move(seen));
    peer.send(http(429, error_json({429, 20429, ""}, "Too Many Requests"), "Retry-After: 1\r\n"));
    return true;
  }
  if (mood == TwilioMood::Closing) {
    record(std::move(seen));
    return false;
  }
  seen.sid = next_sid();
  if (mood == TwilioMood::Silent) {
    record(std::move(seen));
    peer.drain();
    return false;
  }
  seen.answer = 201;
  if (mood == TwilioMood::Outrunning) {
    call_back(account_, seen, {.status = "sent"});
    call_back(account_, seen, {.status = "delivered"});
  }
  const std::string body = created_json(account_, seen.sid, seen.form);
  record(std::move(seen));
  peer.send(http(201, body));
  return true;
}

TwilioMood TwilioServer::mood_for(const std::string& to) {
  const std::scoped_lock lock{mutex_};
  auto& waiting = moods_[to];
  if (waiting.empty()) return TwilioMood::Obliging;
  const TwilioMood mood = waiting.front();
  waiting.erase(waiting.begin());
  return mood;
}

std::string TwilioServer::next_sid() {
  const std::scoped_lock lock{mutex_};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "SM%032llx", static_cast<unsigned long long>(++count_));
  return text.data();
}

void TwilioServer::record(TwilioSeen seen) {
  const std::scoped_lock lock{mutex_};
  seen_.push_back(std::move(seen));
}

int call_back(const TwilioAccount& account, const TwilioSeen& message, const TwilioCallback& callback) {
  const std::string url = field(message.form, "StatusCallback");
  Form form{{"SmsSid", message.sid},
            {"SmsStatus", callback.status},
            {"MessageStatus", callback.status},
            {"To", field(message.form, "To")},
            {"MessageSid", message.sid},
            {"AccountSid", account.sid},
            {"From", field(message.form, "From")},
            {"ApiVersion", "2010-04-01"},
            {"RawDlrDoneDate", "2611231200"}};
  if (!callback.error_code.empty()) form.emplace_back("ErrorCode", callback.error_code);
  const std::string& token = callback.token.empty() ? account.auth_token : callback.token;
  const auto authority = url.find("://") + 3;
  const auto path = url.find('/', authority);
  const auto port = std::atoi(url.c_str() + url.find(':', authority) + 1);
  HttpClient client{static_cast<std::uint16_t>(port)};
  return client
      .send({"POST",
             url.substr(path),
             {{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"},
              {"X-Twilio-Signature", twilio_signature(token, url, form)},
              {"I-Twilio-Idempotency-Token", message.sid + callback.status}},
             write_form(form)})
      .status;
}

}  // namespace herald::test
