#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/raw_server.hpp"
#include "tests/support/twilio_wire.hpp"

namespace herald::test {

/// What the server does with one good request instead of answering 201.
enum class TwilioMood {
  Obliging,    ///< 201
  Limiting,    ///< 429 with code 20429 and Retry-After: 1
  Outrunning,  ///< calls back `sent` and `delivered` and only then answers 201
  Closing,     ///< closes without a word
  Silent,      ///< takes the message and answers nothing until the client goes
  Babbling,    ///< 400 that quotes the credentials it was given
};

/// A request as it was read and answered. `answer` 0: with nothing. [value]
struct TwilioSeen {
  Form form{};
  std::size_t connection{};  ///< equal for requests on one connection
  int answer{0};
  int code{0};         ///< Twilio's error code
  std::string rule{};  ///< that was broken
  std::string sid{};   ///< of the message, when it was taken
  std::chrono::steady_clock::time_point at{std::chrono::steady_clock::now()};
};

/// Messaging at Twilio's side, by its documents: refuses whatever they do not allow. [any thread]
class TwilioServer final {
 public:
  explicit TwilioServer(TwilioAccount account = {});

  [[nodiscard]] const TwilioAccount& account() const { return account_; }
  [[nodiscard]] std::string url() const { return server_.url(""); }
  /// The next good requests to that number meet these moods, one each; afterwards it obliges.
  void next(const std::string& to, std::vector<TwilioMood> moods);
  [[nodiscard]] std::vector<TwilioSeen> seen() const;
  /// Those to that number.
  [[nodiscard]] std::vector<TwilioSeen> seen(const std::string& to) const;
  /// From now on the message reads so. Before that it was delivered, and has no price yet.
  void bill(const std::string& sid, TwilioBill bill);
  /// Every message has this price when it is that old.
  void bill_all(const std::string& price, std::chrono::milliseconds after);
  /// The next GETs for that message are answered 429, one each; afterwards it obliges.
  void limit_reads(const std::string& sid, int count);
  /// How often that message was read, refused or not.
  [[nodiscard]] int reads(const std::string& sid) const;
  /// Keeps a medium that somebody sent; its MediaUrl.
  std::string keep(TwilioFile file);

 private:
  void serve(RawServer::Connection& peer);
  /// Answers; false when the connection must end.
  bool answer(RawServer::Connection& peer, const RawRequest& request);
  std::string give(const TwilioMediaCall& call) const;
  std::string show(const TwilioMessageCall& call);
  bool humour(RawServer::Connection& peer, TwilioMood mood, TwilioSeen seen);
  TwilioMood mood_for(const std::string& to);
  std::string next_sid();
  void record(TwilioSeen seen);

  TwilioAccount account_;
  mutable std::mutex mutex_;
  std::map<std::string, std::vector<TwilioMood>> moods_;
  std::vector<TwilioSeen> seen_;
  std::map<std::string, TwilioFile> files_;  ///< by sid
  std::map<std::string, TwilioBill> bills_;  ///< by sid
  std::map<std::string, int> limited_;       ///< reads that are to be refused, by sid
  std::map<std::string, int> reads_;         ///< by sid
  std::string price_of_all_{};
  std::chrono::milliseconds billed_after_{0};
  std::uint64_t count_{0};
  RawServer server_;  // last: its threads use the others
};

/// One status callback, signed. `token` is not the account's where a test forges. Answers the HTTP status.
struct TwilioCallback {
  std::string status{"delivered"};
  std::string error_code{};
  std::string token{};  ///< empty: the account's
};
int call_back(const TwilioAccount& account, const TwilioSeen& message, const TwilioCallback& callback);

}  // namespace herald::test
