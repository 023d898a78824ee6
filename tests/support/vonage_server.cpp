#include "tests/support/vonage_server.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

std::int64_t seconds_now() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::string vonage_answer(int status, const std::string& body, const std::string& type = "application/json") {
  return "HTTP/1.1 " + std::to_string(status) + " Answer\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string numbered(const char* format, std::uint64_t number) {
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), format, static_cast<unsigned long long>(number));
  return out.data();
}

ordered_json refused_part(const std::string& status, const std::string& text) {
  return {{"status", status}, {"error-text", text}};
}

std::string sms_body(const ordered_json& parts) {
  return ordered_json{{"message-count", std::to_string(parts.size())}, {"messages", parts}}.dump();
}

/// The parts of an SMS with their ids; in a partial failure only the first is taken.
ordered_json taken_parts(const VonageSeen& sms, const VonageMood& mood) {
  ordered_json parts = ordered_json::array();
  for (std::size_t i = 0; i < sms.ids.size(); ++i) {
    if (i > 0 && mood.way == VonageMood::Way::Partial) {
      parts.push_back(refused_part(mood.code, mood.text));
      continue;
    }
    parts.push_back({{"to", sms.to},
                     {"message-id", sms.ids[i]},
                     {"status", "0"},
                     {"remaining-balance", "10.28000000"},
                     {"message-price", "0.03330000"},
                     {"network", "23410"}});
    if (const std::string ref = field(sms.form, "client-ref"); !ref.empty()) parts.back()["client-ref"] = ref;
  }
  return parts;
}

}  // namespace

VonageServer::VonageServer(VonageAccount account)
    : account_{std::move(account)}, server_{[this](RawServer::Connection& peer) { serve(peer); }} {}

void VonageServer::call_back_at(std::string url) {
  const std::scoped_lock lock{mutex_};
  target_ = std::move(url);
}

void VonageServer::next(const std::string& to, std::vector<VonageMood> moods) {
  const std::scoped_lock lock{mutex_};
  moods_[to] = std::move(moods);
}

std::vector<VonageSeen> VonageServer::seen(const std::string& to) const {
  const std::scoped_lock lock{mutex_};
  std::vector<VonageSeen> out;
  std::ranges::copy_if(seen_, std::back_inserter(out), [&](const auto& one) { return one.to == to; });
  return out;
}

void VonageServer::serve(RawServer::Connection& peer) {
  while (const auto request = peer.read()) {
    const std::string line = request->line();
    if (line.find(" /account/") != std::string::npos) {
      if (!answer_balance(peer, *request)) return;
      continue;
    }
    if (line.find(" /v3/") != std::string::npos) {
      if (!answer_media(peer, *request)) return;
      continue;
    }
    const bool message = line.find(" /v1/") != std::string::npos;
    if (!(message ? answer_message(peer, *request) : answer_sms(peer, *request))) return;
  }
}

bool VonageServer::answer_sms(RawServer::Connection& peer, const RawRequest& request) {
  VonageSeen seen{.body = request.body};
  const auto wrong = check_sms_request(account_, request, seconds_now(), seen.form);
  seen.to = field(seen.form, "to");
  if (wrong) {
    seen.answer = wrong->http;
    seen.rule = wrong->rule;
    record(std::move(seen));
    const std::string text = wrong->member + ": expected " + wrong->rule;
    peer.send(vonage_answer(
        wrong->http,
        wrong->http == 200 ? sms_body(ordered_json::array({refused_part(wrong->status, text)})) : ""));
    return true;
  }
  const VonageMood mood = mood_for(seen.to);
  if (mood.way == VonageMood::Way::Status) {
    seen.answer = 200;
    record(std::move(seen));
    peer.send(vonage_answer(200, sms_body(ordered_json::array({refused_part(mood.code, mood.text)}))));
    return true;
  }
  for (int i = 0; i < sms_parts(seen.form); ++i) seen.ids.push_back(next_id());
  const std::string good = vonage_answer(200, sms_body(taken_parts(seen, mood)));
  return finish(peer, mood, std::move(seen), good);
}

bool VonageServer::answer_balance(RawServer::Connection& peer, const RawRequest& request) {
  const auto wrong = check_balance_request(account_, request);
  peer.send(wrong ? vonage_answer(wrong->http, "")
                  : vonage_answer(200, R"({"value":10.28,"autoReload":false})"));
  return true;
}

std::string VonageServer::keep(VonageFile file) {
  const std::string path = "/v3/media/" + next_uuid();
  const std::scoped_lock lock{mutex_};
  files_[path] = std::move(file);
  return server_.url(path);
}

bool VonageServer::answer_media(RawServer::Connection& peer, const RawRequest& request) {
  const std::scoped_lock lock{mutex_};
  const std::string line = request.line();
  const auto wrong = check_media_request(account_, request, seconds_now(), used_);
  const auto file = wrong ? files_.end() : files_.find(line.substr(4, line.size() - 13));
  if (file == files_.end())
    peer.send(vonage_answer(wrong ? wrong->http : 404, ""));
  else
    peer.send(vonage_answer(200, file->second.bytes, file->second.type));
  return true;
}

bool VonageServer::answer_message(RawServer::Connection& peer, const RawRequest& request) {
  VonageSeen seen{.body = request.body};
  const json mail = json::parse(request.body, nullptr, false);
  if (mail.is_object() && mail.contains("to") && mail.at("to").is_string()) seen.to = mail.at("to");
  std::optional<VonageError> wrong;
  {
    const std::scoped_lock lock{mutex_};
    wrong = check_message_request(account_, request, seconds_now(), used_);
  }
  if (wrong) {
    seen.answer = wrong->http;
    seen.rule = wrong->rule;
    record(std::move(seen));
    peer.send(vonage_answer(wrong->http, vonage_problem(wrong->http, wrong->status, wrong->member),
                            "application/problem+json"));
    return true;
  }
  const VonageMood mood = mood_for(seen.to);
  seen.ids = {next_uuid()};
  const std::string good = vonage_answer(202, json{{"message_uuid", seen.ids[0]}}.dump());
  return finish(peer, mood, std::move(seen), good);
}

void VonageServer::outrun(const VonageSeen& seen) {
  {
    const std::scoped_lock lock{mutex_};
    if (target_.empty()) return;
  }
  if (!seen.form.empty()) {
    post(sealed(receipt(seen, 0, "delivered", "0")), VonageDelivery::PostForm);
    return;
  }
  const std::string body = status(seen, "delivered");
  post(body, token_for(body));
}

bool VonageServer::finish(RawServer::Connection& peer, const VonageMood& mood, VonageSeen seen,
                          const std::string& good) {
  using Way = VonageMood::Way;
  if (mood.way == Way::Problem || mood.way == Way::Close) {
    seen.ids.clear();
    seen.answer = mood.way == Way::Problem ? mood.http : 0;
    record(std::move(seen));
    if (mood.way == Way::Problem)
      peer.send(
          vonage_answer(mood.http, vonage_problem(mood.http, mood.code, ""), "application/problem+json"));
    return mood.way == Way::Problem;
  }
  const bool mute = mood.way == Way::TakeMute;
  seen.answer = mute ? 0 : std::stoi(good.substr(9, 3));
  record(seen);
  if (mood.way == Way::Outrun) outrun(seen);
  if (mute) {
    peer.drain();
  } else {
    peer.send(good);
  }
  return !mute;
}

VonageMood VonageServer::mood_for(const std::string& to) {
  const std::scoped_lock lock{mutex_};
  auto& waiting = moods_[to];
  if (waiting.empty()) return {};
  const VonageMood mood = waiting.front();
  waiting.erase(waiting.begin());
  return mood;
}

std::string VonageServer::next_uuid() {
  const std::scoped_lock lock{mutex_};
  return numbered("aaaaaaaa-bbbb-4ccc-8ddd-%012llx", ++numbers_);
}

std::string VonageServer::next_id() {
  const std::scoped_lock lock{mutex_};
  return numbered("0A%014llX", ++numbers_);
}

void VonageServer::record(VonageSeen seen) {
  const std::scoped_lock lock{mutex_};
  seen_.push_back(std::move(seen));
}

Form VonageServer::receipt(const VonageSeen& sms, std::size_t part, const std::string& status,
                           const std::string& err_code) const {
  return {{"msisdn", sms.to},
          {"to", field(sms.form, "from")},
          {"network-code", "23410"},
          {"messageId", sms.ids.at(part)},
          {"price", "0.03330000"},
          {"status", status},
          {"scts", "2405171020"},
          {"err-code", err_code},
          {"api-key", account_.api_key},
          {"client-ref", field(sms.form, "client-ref")},
          {"message-timestamp", "2024-05-17 10:20:30"}};
}

Form VonageServer::sealed(Form parameters, std::int64_t age) {
  if (account_.method == VonageMethod::None) return parameters;
  parameters.emplace_back("timestamp", std::to_string(seconds_now() - age));
  parameters.emplace_back("nonce", next_uuid());
  parameters.emplace_back("sig", vonage_sig(account_.method, account_.signature_secret, parameters));
  return parameters;
}

int VonageServer::post(const Form& parameters, VonageDelivery delivery) const {
  std::string url;
  {
    const std::scoped_lock lock{mutex_};
    url = target_;
  }
  const auto authority = url.find("://") + 3;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(url.substr(url.find(':', authority) + 1)))};
  const std::string path = url.substr(url.find('/', authority));
  if (delivery == VonageDelivery::Get)
    return client
        .send({"GET", path + (path.find('?') == std::string::npos ? "?" : "&") + write_form(parameters)})
        .status;
  if (delivery == VonageDelivery::PostForm)
    return client
        .send({"POST", path, {{"Content-Type", "application/x-www-form-urlencoded"}}, write_form(parameters)})
        .status;
  json body = json::object();
  for (const auto& [name, value] : parameters) body[name] = value;
  return client.send({"POST", path, {{"Content-Type", "application/json"}}, body.dump()}).status;
}

std::string VonageServer::status(const VonageSeen& message, const std::string& word,
                                 const std::string& more) const {
  const json mail = json::parse(message.body);
  json out{{"message_uuid", message.ids.at(0)},
           {"to", mail.at("to")},
           {"from", mail.at("from")},
           {"timestamp", "2024-05-17T10:20:30.000Z"},
           {"status", word},
           {"channel", mail.at("channel")},
           {"usage", {{"currency", "EUR"}, {"price", "0.0333"}}}};
  if (mail.contains("client_ref")) out["client_ref"] = mail.at("client_ref");
  out.update(json::parse(more));
  return out.dump();
}

std::string VonageServer::token_for(const std::string& body, std::int64_t age) {
  return vonage_webhook_token(account_.signature_secret,
                              {seconds_now() - age, next_uuid(), account_.api_key, account_.application_id},
                              body);
}

int VonageServer::post(const std::string& body, const std::string& token) const {
  std::string url;
  {
    const std::scoped_lock lock{mutex_};
    url = target_;
  }
  const auto authority = url.find("://") + 3;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(url.substr(url.find(':', authority) + 1)))};
  Headers headers{{"Content-Type", "application/json"}};
  if (!token.empty()) headers.emplace_back("Authorization", "Bearer " + token);
  return client.send({"POST", url.substr(url.find('/', authority)), headers, body}).status;
}

}  // namespace herald::test
