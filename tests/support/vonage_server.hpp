#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/raw_server.hpp"
#include "tests/support/vonage_wire.hpp"

namespace herald::test {

/// What the server does with one good request instead of taking it. [value]
struct VonageMood {
  enum class Way : std::uint8_t {
    Take,      ///< 200 with ids per part, or 202 with message_uuid
    Status,    ///< 200 with `code` as the status of the SMS
    Problem,   ///< `http` with `code` as the fragment of the problem's type
    Partial,   ///< the first part is taken, the others have status `code`
    Close,     ///< closes without a word
    TakeMute,  ///< takes the message and answers nothing until the client goes
    Outrun,    ///< takes it and tells that it was delivered before it answers
  } way{Way::Take};
  std::string code{};
  int http{200};
  std::string text{"Refused"};  ///< of an SMS's error-text
};

/// A request as it was read and answered. `answer` 0: with nothing. [value]
struct VonageSeen {
  std::string to{};
  Form form{};         ///< of an SMS
  std::string body{};  ///< as it was sent
  int answer{0};
  std::string rule{};              ///< that was broken
  std::vector<std::string> ids{};  ///< of the parts, or the one message_uuid, when it was taken
};

/// How an account's setting lets the SMS API call back.
enum class VonageDelivery : std::uint8_t { Get, PostForm, PostJson };

/// Vonage's side by its documents: its SMS API, its Messages API, with signed callbacks of both, and the
/// account's balance. Refuses
/// whatever the documents do not allow. [any thread]
class VonageServer final {
 public:
  explicit VonageServer(VonageAccount account = {});

  [[nodiscard]] const VonageAccount& account() const { return account_; }
  [[nodiscard]] std::string url() const { return server_.url(""); }
  /// Where callbacks go; empty at first.
  void call_back_at(std::string url);
  /// The next good requests to that number meet these moods, one each; afterwards it takes them.
  void next(const std::string& to, std::vector<VonageMood> moods);
  [[nodiscard]] std::vector<VonageSeen> seen(const std::string& to) const;

  /// Keeps a file that somebody sent; its URL.
  std::string keep(VonageFile file);

  /// A delivery receipt of one part: `to` is the sender, `msisdn` the recipient. `more` replaces or adds.
  [[nodiscard]] Form receipt(const VonageSeen& sms, std::size_t part, const std::string& status,
                             const std::string& err_code) const;
  /// Adds timestamp and nonce of their own and, where the account signs, `sig`; the age in seconds.
  [[nodiscard]] Form sealed(Form parameters, std::int64_t age = 0);
  /// Delivers parameters of the SMS API; answers the HTTP status.
  int post(const Form& parameters, VonageDelivery delivery) const;

  /// A status of the Messages API; `more` is a JSON object whose members win.
  [[nodiscard]] std::string status(const VonageSeen& message, const std::string& word,
                                   const std::string& more = "{}") const;
  /// The token of a body, signed now or `age` seconds ago.
  [[nodiscard]] std::string token_for(const std::string& body, std::int64_t age = 0);
  /// Posts a body of the Messages API with that token, none when it is empty; answers the HTTP status.
  int post(const std::string& body, const std::string& token) const;

 private:
  void serve(RawServer::Connection& peer);
  /// Each answers; false when the connection must end.
  bool answer_sms(RawServer::Connection& peer, const RawRequest& request);
  bool answer_balance(RawServer::Connection& peer, const RawRequest& request);
  bool answer_media(RawServer::Connection& peer, const RawRequest& request);
  bool answer_message(RawServer::Connection& peer, const RawRequest& request);
  /// Ends a good request as its mood wants; `good` is the answer when it is taken.
  bool finish(RawServer::Connection& peer, const VonageMood& mood, VonageSeen seen, const std::string& good);
  /// Tells that a message was delivered.
  void outrun(const VonageSeen& seen);
  VonageMood mood_for(const std::string& to);
  std::string next_uuid();
  std::string next_id();
  void record(VonageSeen seen);

  VonageAccount account_;
  mutable std::mutex mutex_;
  std::string target_;
  std::map<std::string, std::vector<VonageMood>> moods_;
  std::vector<VonageSeen> seen_;
  std::map<std::string, VonageFile> files_;  ///< by the path of their URL
  VonageTokens used_;
  std::uint64_t numbers_{0};
  RawServer server_;  // last: its threads use the others
};

}  // namespace herald::test
