#include "tests/support/telegram_server.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "tests/support/http_client.hpp"

namespace herald::test {
namespace {

using nlohmann::json;

constexpr std::size_t kMostDownloaded = std::size_t{20} << 20U;

std::string http(int status, const std::string& body, const std::string& more = {},
                 const std::string& type = "application/json") {
  return "HTTP/1.1 " + std::to_string(status) + (status == 200 ? " OK" : " Refused") +
         "\r\nServer: nginx\r\nContent-Type: " + type + "\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: keep-alive\r\n\r\n" + body;
}

std::string good(const json& result) {
  return http(200, nlohmann::ordered_json{{"ok", true}, {"result", result}}.dump());
}

std::string bad(const TelegramError& error, const json& parameters = {}, const std::string& more = {}) {
  return http(error.status, failure_json(error, parameters), more);
}

std::string path_of(const std::string& file_id) { return "documents/file_" + file_id + ".bin"; }

json chat_json(std::int64_t id) {
  if (id > 0) return {{"id", id}, {"first_name", "Asha"}, {"type", "private"}};
  return {{"id", id}, {"title", "Team"}, {"type", id < -1'000'000'000'000 ? "supergroup" : "group"}};
}

}  // namespace

std::int64_t telegram_moved_to(std::int64_t chat) { return -1'000'000'000'000 + chat; }

TelegramServer::TelegramServer(TelegramBot bot)
    : bot_{std::move(bot)}, server_{[this](RawServer::Connection& peer) { serve(peer); }} {}

TelegramServer::~TelegramServer() {
  {
    const std::scoped_lock lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
}

void TelegramServer::next(std::int64_t chat, std::vector<TelegramMood> moods) {
  const std::scoped_lock lock{mutex_};
  moods_[chat] = std::move(moods);
}

std::vector<TelegramSeen> TelegramServer::seen(std::int64_t chat) const {
  const std::scoped_lock lock{mutex_};
  std::vector<TelegramSeen> out;
  for (const TelegramSeen& one : seen_)
    if (one.parameters.value("chat_id", json{}) == chat) out.push_back(one);
  return out;
}

std::vector<std::string> TelegramServer::broken() const {
  const std::scoped_lock lock{mutex_};
  return broken_;
}

json TelegramServer::write(std::int64_t chat, const std::string& text) {
  return put("message", {{"message_id", next_update() % 1'000'000},
                         {"from", {{"id", std::abs(chat)}, {"is_bot", false}, {"first_name", "Asha"}}},
                         {"chat", chat_json(chat)},
                         {"date", 1760000123},
                         {"text", text}});
}

std::string TelegramServer::keep(TelegramFile file) {
  const std::scoped_lock lock{mutex_};
  const std::string id = "AgACAgIAAxkBAAM" + std::to_string(kept_.size());
  kept_[id] = std::move(file);
  return id;
}

json TelegramServer::put(const char* kind, json content) {
  const std::scoped_lock lock{mutex_};
  updates_.push_back({{"update_id", next_update_++}, {kind, std::move(content)}});
  changed_.notify_all();
  return updates_.back();
}

void TelegramServer::has_webhook(bool has) {
  const std::scoped_lock lock{mutex_};
  webhook_.url = has ? "https://somewhere.example/" : "";
}

TelegramWebhook TelegramServer::webhook() const {
  const std::scoped_lock lock{mutex_};
  return webhook_;
}

std::string TelegramServer::set_webhook(const TelegramCall& call) {
  const std::scoped_lock lock{mutex_};
  const json& body = call.parameters;
  const bool set = call.method == "setWebhook";
  const std::string url = set ? body.at("url").get<std::string>() : "";
  const bool same = url == webhook_.url;
  ++webhook_.calls;
  webhook_.url = url;
  webhook_.secret = set ? body.value("secret_token", "") : "";
  webhook_.kinds = set ? body.value("allowed_updates", json::array()) : json{};
  webhook_.drops = webhook_.drops || body.value("drop_pending_updates", false);
  if (body.value("drop_pending_updates", false)) updates_.clear();
  const char* did = set ? (same ? "Webhook is already set" : "Webhook was set") : "Webhook was deleted";
  return http(200, json{{"ok", true}, {"result", true}, {"description", did}}.dump());
}

std::int64_t TelegramServer::unconfirmed() const {
  const std::scoped_lock lock{mutex_};
  return updates_.empty() ? next_update_ : updates_.front().at("update_id").get<std::int64_t>();
}

std::int64_t TelegramServer::next_update() const {
  const std::scoped_lock lock{mutex_};
  return next_update_;
}

std::map<std::int64_t, int> TelegramServer::given() const {
  const std::scoped_lock lock{mutex_};
  return given_;
}

int TelegramServer::terminated() const {
  const std::scoped_lock lock{mutex_};
  return terminated_;
}

void TelegramServer::serve(RawServer::Connection& peer) {
  while (const auto request = peer.read())
    if (!answer(peer, *request)) return;
}

bool TelegramServer::answer(RawServer::Connection& peer, const RawRequest& request) {
  const TelegramCall call = read_telegram_call(bot_, request);
  if (call.wrong) {
    {
      const std::scoped_lock lock{mutex_};
      broken_.push_back(call.wrong->rule);
    }
    if (call.parameters.is_object())
      record({.method = call.method,
              .parameters = call.parameters,
              .answer = call.wrong->status,
              .rule = call.wrong->rule});
    peer.send(bad(*call.wrong));
    return true;
  }
  if (call.method.starts_with("send")) return take(peer, call);
  if (call.method.empty())
    peer.send(give_file(call.file_path));
  else if (call.method == "getFile")
    peer.send(tell_file(call.parameters));
  else if (call.method.ends_with("Webhook"))
    peer.send(set_webhook(call));
  else if (call.method == "getUpdates")
    peer.send(poll(call.parameters));
  else
    peer.send(good({{"id", bot_.id()}, {"is_bot", true}, {"username", "shop_bot"}}));
  return true;
}

std::string TelegramServer::tell_file(const json& parameters) const {
  const std::scoped_lock lock{mutex_};
  const std::string id = parameters.at("file_id");
  const auto file = kept_.find(id);
  if (file == kept_.end())
    return bad({400, "Bad Request: wrong file_id or the file is temporarily unavailable", ""});
  if (file->second.bytes.size() > kMostDownloaded) return bad({400, "Bad Request: file is too big", ""});
  return good({{"file_id", id},
               {"file_unique_id", "u" + id},
               {"file_size", file->second.bytes.size()},
               {"file_path", path_of(id)}});
}

std::string TelegramServer::give_file(const std::string& path) const {
  const std::scoped_lock lock{mutex_};
  const auto file = std::ranges::find_if(kept_, [&](const auto& one) { return path_of(one.first) == path; });
  if (file == kept_.end()) return bad({404, "Not Found", ""});
  return http(200, file->second.bytes, {}, "application/octet-stream");
}

json TelegramServer::result_of(const TelegramCall& call, TelegramSeen& seen) {
  const json& chat = call.parameters.at("chat_id");
  json message{{"from", {{"id", bot_.id()}, {"is_bot", true}, {"first_name", "Shop"}}},
               {"chat", chat_json(chat.is_number() ? chat.get<std::int64_t>() : -1)},
               {"date", 1760000000}};
  for (const char* member : {"text", "caption"})
    if (call.parameters.contains(member)) message[member] = call.parameters.at(member);
  const std::size_t count = call.method == "sendMediaGroup" ? call.parameters.at("media").size() : 1;
  json messages = json::array();
  for (std::size_t i = 0; i < count; ++i) {
    const std::scoped_lock lock{mutex_};
    message["message_id"] = ++messages_;
    messages.push_back(message);
  }
  seen.message_id = messages.at(0).at("message_id");
  return call.method == "sendMediaGroup" ? messages : messages.at(0);
}

bool TelegramServer::take(RawServer::Connection& peer, const TelegramCall& call) {
  const json& to = call.parameters.at("chat_id");
  const std::int64_t chat = to.is_number() ? to.get<std::int64_t>() : -1;
  const TelegramMood mood = mood_for(chat);
  TelegramSeen seen{.method = call.method, .parameters = call.parameters, .files = call.files};
  TelegramError error;
  json more;
  std::string header;
  if (mood == TelegramMood::Limiting) {
    error = {429, "Too Many Requests: retry after 1", ""};
    more = {{"retry_after", 1}};
    header = "Retry-After: 1\r\n";
  }
  if (mood == TelegramMood::Blocked) error = {403, "Forbidden: bot was blocked by the user", ""};
  if (mood == TelegramMood::Babbling)
    error = {400, "Bad Request: no luck with /bot" + bot_.token + "/sendMessage and " + bot_.webhook_secret,
             ""};
  if (mood == TelegramMood::Moved) {
    error = {400, "Bad Request: group chat was upgraded to a supergroup chat", ""};
    more = {{"migrate_to_chat_id", telegram_moved_to(chat)}};
  }
  if (mood == TelegramMood::Slow) {
    std::unique_lock lock{mutex_};
    changed_.wait_for(lock, std::chrono::milliseconds{1500}, [&] { return stopping_; });
  }
  if (mood == TelegramMood::Closing) {
    record(std::move(seen));
    return false;
  }
  seen.answer = error.description.empty() ? 200 : error.status;
  if (seen.answer != 200) {
    record(std::move(seen));
    peer.send(bad(error, more, header));
    return true;
  }
  const json result = result_of(call, seen);
  record(std::move(seen));
  peer.send(good(result));
  return true;
}

std::string TelegramServer::poll(const json& parameters) {
  std::unique_lock lock{mutex_};
  if (!webhook_.url.empty())
    return bad({409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook", ""});
  const std::uint64_t mine = ++polls_;
  changed_.notify_all();  // the poll before this one ends
  const std::int64_t offset = parameters.value("offset", std::int64_t{0});
  while (!updates_.empty() && updates_.front().at("update_id") < offset) updates_.pop_front();
  const std::chrono::seconds longest{parameters.value("timeout", 0)};
  changed_.wait_for(lock, longest, [&] { return stopping_ || polls_ != mine || !updates_.empty(); });
  if (polls_ != mine) {
    ++terminated_;
    return bad({409,
                "Conflict: terminated by other getUpdates request; make sure that only one bot is running",
                ""});
  }
  json result = json::array();
  const auto limit = parameters.value("limit", std::size_t{100});
  for (const json& update : updates_) {
    if (result.size() == limit) break;
    ++given_[update.at("update_id").get<std::int64_t>()];
    result.push_back(update);
  }
  return good(result);
}

TelegramMood TelegramServer::mood_for(std::int64_t chat) {
  const std::scoped_lock lock{mutex_};
  auto& waiting = moods_[chat];
  if (waiting.empty()) return TelegramMood::Obliging;
  const TelegramMood mood = waiting.front();
  waiting.erase(waiting.begin());
  return mood;
}

void TelegramServer::record(TelegramSeen seen) {
  const std::scoped_lock lock{mutex_};
  seen_.push_back(std::move(seen));
}

json telegram_photo(std::int64_t chat, const std::string& file_id, std::size_t size) {
  const json small{{"file_id", "small-" + file_id}, {"width", 90}, {"height", 60}, {"file_size", 1000}};
  const json whole{{"file_id", file_id}, {"width", 1280}, {"height", 853}, {"file_size", size}};
  return {{"message_id", chat % 1'000'000},
          {"from", {{"id", std::abs(chat)}, {"is_bot", false}, {"first_name", "Asha"}}},
          {"chat", chat_json(chat)},
          {"date", 1760000123},
          {"photo", {small, whole}},
          {"caption", "Look"}};
}

int push_update(const std::string& url, const std::string& secret, const json& update) {
  const auto authority = url.find("://") + 3;
  HttpClient client{static_cast<std::uint16_t>(std::atoi(url.c_str() + url.find(':', authority) + 1))};
  Headers headers{{"Content-Type", "application/json"}, {"Accept-Encoding", "gzip, deflate"}};
  if (!secret.empty()) headers.emplace_back("X-Telegram-Bot-Api-Secret-Token", secret);
  return client.send({"POST", url.substr(url.find('/', authority)), headers, update.dump()}).status;
}

}  // namespace herald::test
