#include "tests/support/whatsapp_server.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "tests/support/digests.hpp"
#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

using nlohmann::json;
using What = WhatsAppCall::What;
using Way = WhatsAppMood::Way;

constexpr std::uint64_t kFirstMedia = 1'037'543'291'543'000;

std::string unix_seconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

std::string graph_answer(int status, const std::string& body, const std::string& type = "application/json") {
  return "HTTP/1.1 " + std::to_string(status) + " Answer\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::string refusal(const WhatsAppError& error) {
  return graph_answer(error.http, whatsapp_error_json(error));
}

/// WhatsApp knows Brazil's older numbers without the ninth digit that was put before them later.
std::string known_as(const std::string& to) {
  const bool ninth = to.starts_with("55") && to.size() == 13 && to[4] == '9';
  return ninth ? to.substr(0, 4) + to.substr(5) : to;
}

std::string taken(const WhatsAppSeen& seen) {
  return graph_answer(200, json{{"messaging_product", "whatsapp"},
                                {"contacts", {{{"input", seen.to}, {"wa_id", known_as(seen.to)}}}},
                                {"messages", {{{"id", seen.id}}}}}
                               .dump());
}

}  // namespace

WhatsAppServer::WhatsAppServer(WhatsAppAccount account)
    : account_{std::move(account)}, server_{[this](RawServer::Connection& peer) { serve(peer); }} {
  // OpenSSL clears away at the end of the process what it was first used after; a thread that ends later
  // leaks.
  static_cast<void>(digest_of("SHA256", ""));
}

void WhatsAppServer::call_back_at(std::string url) {
  const std::scoped_lock lock{mutex_};
  target_ = std::move(url);
}

void WhatsAppServer::next(const std::string& to, std::vector<WhatsAppMood> moods) {
  const std::scoped_lock lock{mutex_};
  moods_[to] = std::move(moods);
}

std::vector<WhatsAppSeen> WhatsAppServer::seen(const std::string& to) const {
  const std::scoped_lock lock{mutex_};
  std::vector<WhatsAppSeen> out;
  std::ranges::copy_if(seen_, std::back_inserter(out), [&](const auto& one) { return one.to == to; });
  return out;
}

std::string WhatsAppServer::keep(WhatsAppFile file) {
  const std::string id = std::to_string(kFirstMedia + next_number());
  const std::scoped_lock lock{mutex_};
  files_[id] = std::move(file);
  return id;
}

WhatsAppFile WhatsAppServer::kept(const std::string& id) const {
  const std::scoped_lock lock{mutex_};
  return files_.at(id);
}

json WhatsAppServer::medium(const std::string& id) const {
  const WhatsAppFile file = kept(id);
  json out{{"id", id}, {"mime_type", file.type}, {"sha256", whatsapp_sha256_base64(file.bytes)}};
  if (!file.name.empty()) out["filename"] = file.name;
  return out;
}

void WhatsAppServer::serve(RawServer::Connection& peer) {
  while (const auto request = peer.read()) {
    const WhatsAppCall call = read_whatsapp_call(account_, *request);
    const bool message = call.what == What::Message;
    const bool hook = !call.wrong && (call.what == What::Subscribe || call.what == What::Configure);
    if (!(message ? answer_message(peer, *request, call)
          : hook  ? answer_hook(peer, *request, call)
                  : answer_other(peer, call)))
      return;
  }
}

bool WhatsAppServer::answer_message(RawServer::Connection& peer, const RawRequest& request,
                                    const WhatsAppCall& call) {
  WhatsAppSeen seen{.body = request.body};
  const json mail = json::parse(request.body, nullptr, false);
  for (const char* member : {"recipient", "to"})
    if (mail.is_object() && mail.contains(member) && mail.at(member).is_string()) seen.to = mail.at(member);
  const WhatsAppMood mood = call.wrong ? WhatsAppMood{} : mood_for(seen.to);
  if (mood.way == Way::Take || mood.way == Way::TakeMute) {
    if (!call.wrong) seen.id = "wamid.HBgM" + base64(seen.to + "/" + std::to_string(next_number()));
    if (call.wrong) seen.rule = call.wrong->rule;
    seen.answer = mood.way == Way::TakeMute ? 0 : call.wrong ? call.wrong->http : 200;
    record(seen);
    if (mood.way == Way::TakeMute) {
      peer.drain();
      return false;
    }
    peer.send(call.wrong ? refusal(*call.wrong) : taken(seen));
    return true;
  }
  if (mood.way == Way::Outrun) return outrun(peer, std::move(seen));
  seen.answer = mood.way == Way::Close ? 0 : mood.http;
  record(seen);
  if (mood.way == Way::Close) return false;
  peer.send(mood.way == Way::Bare ? graph_answer(mood.http, "", "text/html")
                                  : refusal({mood.http, mood.code, mood.details, ""}));
  return true;
}

bool WhatsAppServer::outrun(RawServer::Connection& peer, WhatsAppSeen seen) {
  seen.id = "wamid.HBgM" + base64(seen.to + "/" + std::to_string(next_number()));
  seen.answer = 200;
  record(seen);
  if (!target().empty()) post(status(seen, "delivered", json::object()));
  peer.send(taken(seen));
  return true;
}

bool WhatsAppServer::answer_other(RawServer::Connection& peer, const WhatsAppCall& call) {
  if (call.wrong) {
    peer.send(refusal(*call.wrong));
    return true;
  }
  if (call.what == What::Number) {
    peer.send(graph_answer(200, json{{"display_phone_number", "+1 555-000-1111"},
                                     {"verified_name", "Herald Shop"},
                                     {"quality_rating", "GREEN"},
                                     {"id", account_.phone_number_id}}
                                    .dump()));
    return true;
  }
  if (call.what == What::Upload) {
    const auto file = std::ranges::find(call.parts, "file", &MailField::name);
    peer.send(graph_answer(200, json{{"id", keep({file->type, file->filename, file->value})}}.dump()));
    return true;
  }
  std::optional<WhatsAppFile> file;
  {
    const std::scoped_lock lock{mutex_};
    if (const auto found = files_.find(call.media_id); found != files_.end()) file = found->second;
  }
  if (!file) {
    peer.send(refusal({call.what == What::Bytes ? 404 : 400, 100, "Object with ID does not exist", ""}));
  } else if (call.what == What::Bytes) {
    peer.send(graph_answer(200, file->bytes, file->type));
  } else {
    peer.send(graph_answer(200, json{{"messaging_product", "whatsapp"},
                                     {"url", server_.url("/media/" + call.media_id)},
                                     {"mime_type", file->type},
                                     {"sha256", whatsapp_sha256_hex(file->bytes)},
                                     {"file_size", file->bytes.size()},
                                     {"id", call.media_id}}
                                    .dump()));
  }
  return true;
}

bool WhatsAppServer::answer_hook(RawServer::Connection& peer, const RawRequest& request,
                                 const WhatsAppCall& call) {
  const json body = json::parse(request.body);
  const json& callback = call.what == What::Configure ? body.at("webhook_configuration") : body;
  const std::string url = callback.value("override_callback_uri", "");
  const std::string verify_token = callback.value("verify_token", "");
  const std::string challenge = std::to_string(kFirstMedia + next_number());
  const bool reached =
      url.empty() || (!target().empty() && subscribe(verify_token, challenge) == std::pair{200, challenge});
  if (!reached) {
    peer.send(refusal({400, 2200, "Callback verification failed", ""}));
    return true;
  }
  {
    const std::scoped_lock lock{mutex_};
    ++hook_.calls;
    if (call.what == What::Subscribe) hook_.subscribed = true;
    if (call.what == What::Configure) {
      hook_.url = url;
      hook_.verify_token = verify_token;
    }
  }
  peer.send(graph_answer(200, R"({"success":true})"));
  return true;
}

WhatsAppHook WhatsAppServer::hook() const {
  const std::scoped_lock lock{mutex_};
  return hook_;
}

WhatsAppMood WhatsAppServer::mood_for(const std::string& to) {
  const std::scoped_lock lock{mutex_};
  auto& waiting = moods_[to];
  if (waiting.empty()) return {};
  const WhatsAppMood mood = waiting.front();
  waiting.erase(waiting.begin());
  return mood;
}

std::string WhatsAppServer::target() const {
  const std::scoped_lock lock{mutex_};
  return target_;
}

std::uint64_t WhatsAppServer::next_number() {
  const std::scoped_lock lock{mutex_};
  return ++numbers_;
}

void WhatsAppServer::record(WhatsAppSeen seen) {
  const std::scoped_lock lock{mutex_};
  seen_.push_back(std::move(seen));
}

std::string WhatsAppServer::webhook(const json& value) const {
  json whole{
      {"messaging_product", "whatsapp"},
      {"metadata",
       {{"display_phone_number", account_.display_number}, {"phone_number_id", account_.phone_number_id}}}};
  whole.update(value);
  return json{
      {"object", "whatsapp_business_account"},
      {"entry", {{{"id", account_.waba_id}, {"changes", {{{"field", "messages"}, {"value", whole}}}}}}}}
      .dump(-1, ' ', true);
}

std::string WhatsAppServer::status(const WhatsAppSeen& message, const std::string& word,
                                   const json& more) const {
  json out{{"id", message.id},
           {"status", word},
           {"timestamp", unix_seconds()},
           {"recipient_id", known_as(message.to)}};
  const json mail = json::parse(message.body);
  if (mail.contains("biz_opaque_callback_data"))
    out["biz_opaque_callback_data"] = mail.at("biz_opaque_callback_data");
  out.update(more);
  return webhook({{"statuses", {out}}});
}

std::string WhatsAppServer::inbound(const std::string& from, const json& message) const {
  const bool number = from.find('.') == std::string::npos;
  json out{
      {number ? "from" : "from_user_id", from}, {"id", "wamid.in" + from}, {"timestamp", unix_seconds()}};
  out.update(message);
  return webhook({{"contacts", {{{"profile", {{"name", "Ada"}}}, {number ? "wa_id" : "user_id", from}}}},
                  {"messages", {out}}});
}

int WhatsAppServer::post(const std::string& body) const {
  return post_signed(body, whatsapp_signature(account_.app_secret, body));
}

int WhatsAppServer::post_signed(const std::string& body, const std::string& signature) const {
  const std::string url = target();
  const auto authority = url.find("://") + 3;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(url.substr(url.find(':', authority) + 1)))};
  Headers headers{{"Content-Type", "application/json"}};
  if (!signature.empty()) headers.emplace_back("X-Hub-Signature-256", signature);
  return client.send({"POST", url.substr(url.find('/', authority)), headers, body}).status;
}

std::pair<int, std::string> WhatsAppServer::subscribe(const std::string& verify_token,
                                                      const std::string& challenge) const {
  const std::string url = target();
  const auto authority = url.find("://") + 3;
  HttpClient client{static_cast<std::uint16_t>(std::stoi(url.substr(url.find(':', authority) + 1)))};
  const std::string query = write_form(
      {{"hub.mode", "subscribe"}, {"hub.challenge", challenge}, {"hub.verify_token", verify_token}});
  const HttpReply reply = client.send({"GET", url.substr(url.find('/', authority)) + "?" + query});
  return {reply.status, reply.body};
}

}  // namespace herald::test
