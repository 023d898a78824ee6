#pragma once
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/raw_server.hpp"
#include "tests/support/telegram_wire.hpp"

namespace herald::test {

/// What the server does with one good message instead of taking it.
enum class TelegramMood {
  Obliging,  ///< takes it
  Limiting,  ///< 429 with retry_after 1
  Blocked,   ///< 403: the person blocked the bot
  Moved,     ///< 400: the group is now that of telegram_moved_to()
  Babbling,  ///< 400 that quotes the path it was called by
  Closing,   ///< closes without a word
  Slow,      ///< takes it, and needs 1.5 s for that
};

/// A message as it was read and answered. [value]
struct TelegramSeen {
  std::string method{};
  nlohmann::json parameters{};
  std::map<std::string, TelegramFile> files{};  ///< that came along, by the name of their part
  int answer{0};                                ///< HTTP status; 0: none
  std::string rule{};
  std::int64_t message_id{0};  ///< when it was taken
};

/// Where updates go. [value]
struct TelegramWebhook {
  std::string url{};
  std::string secret{};
  nlohmann::json kinds{};  ///< allowed_updates
  int calls{0};            ///< how often it was set or deleted
  bool drops{false};       ///< one of them dropped what waited
};

/// The Bot API, by its documents: refuses whatever they do not allow. Keeps updates until an offset confirms
/// them. [any thread]
class TelegramServer final {
 public:
  explicit TelegramServer(TelegramBot bot = {});
  ~TelegramServer();
  TelegramServer(const TelegramServer&) = delete;
  TelegramServer& operator=(const TelegramServer&) = delete;

  [[nodiscard]] const TelegramBot& bot() const { return bot_; }
  [[nodiscard]] std::string url() const { return server_.url(""); }
  /// The next good messages to that chat meet these moods, one each.
  void next(std::int64_t chat, std::vector<TelegramMood> moods);
  /// Messages to that chat, also refused ones.
  [[nodiscard]] std::vector<TelegramSeen> seen(std::int64_t chat) const;
  /// Rules that any request broke.
  [[nodiscard]] std::vector<std::string> broken() const;

  /// Somebody writes to the bot; answers the update, which getUpdates will give.
  nlohmann::json write(std::int64_t chat, const std::string& text);
  /// Keeps a file that somebody sends to the bot; its file_id.
  std::string keep(TelegramFile file);
  /// An update of any kind.
  nlohmann::json put(const char* kind, nlohmann::json content);
  /// What setWebhook last said; an empty url: none is set.
  [[nodiscard]] TelegramWebhook webhook() const;
  /// With a webhook, getUpdates is refused.
  void has_webhook(bool has);
  /// The id of the first update that no offset has confirmed.
  [[nodiscard]] std::int64_t unconfirmed() const;
  /// The id that the next update will have.
  [[nodiscard]] std::int64_t next_update() const;
  /// How often each update was handed out.
  [[nodiscard]] std::map<std::int64_t, int> given() const;
  /// Polls that were ended by a later one.
  [[nodiscard]] int terminated() const;

 private:
  void serve(RawServer::Connection& peer);
  bool answer(RawServer::Connection& peer, const RawRequest& request);
  bool take(RawServer::Connection& peer, const TelegramCall& call);
  /// The result of a taken message.
  nlohmann::json result_of(const TelegramCall& call, TelegramSeen& seen);
  std::string tell_file(const nlohmann::json& parameters) const;
  std::string give_file(const std::string& path) const;
  std::string poll(const nlohmann::json& parameters);
  std::string set_webhook(const TelegramCall& call);
  TelegramMood mood_for(std::int64_t chat);
  void record(TelegramSeen seen);

  TelegramBot bot_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_{false};
  TelegramWebhook webhook_{};
  std::map<std::int64_t, std::vector<TelegramMood>> moods_;
  std::vector<TelegramSeen> seen_;
  std::vector<std::string> broken_;
  std::int64_t messages_{0};
  std::map<std::string, TelegramFile> kept_;  ///< by file_id
  std::deque<nlohmann::json> updates_;
  std::int64_t next_update_{174114370};
  std::map<std::int64_t, int> given_;
  std::uint64_t polls_{0};  ///< the last one alone may wait
  int terminated_{0};
  RawServer server_;  // last: its threads use the others
};

/// The supergroup that a Moved group became.
std::int64_t telegram_moved_to(std::int64_t chat);

/// A message of somebody with a photo of that file_id, in a small and in its full size.
nlohmann::json telegram_photo(std::int64_t chat, const std::string& file_id, std::size_t size);

/// Calls a webhook as Telegram does; answers the HTTP status. An empty secret: no header.
int push_update(const std::string& url, const std::string& secret, const nlohmann::json& update);

}  // namespace herald::test
