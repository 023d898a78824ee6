#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/mailgun_wire.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::test {

/// What the server does with one good request instead of taking it. [value]
struct MailgunMood {
  enum class Way : std::uint8_t {
    Take,      ///< 200 with the id
    Answer,    ///< `status` with `body`
    Outrun,    ///< posts `accepted` and `delivered` and only then answers
    Close,     ///< closes without a word
    TakeMute,  ///< takes the message and answers nothing until the client goes
  } way{Way::Take};
  int status{0};
  std::string body{};
};
/// An error of the API with that message.
MailgunMood mailgun_refusal(int status, const std::string& message);

/// A message request as it was read and answered. `answer` 0: with nothing. [value]
struct MailgunSeen {
  MailFields fields{};
  std::string to{};  ///< the address of the first recipient
  int answer{0};
  std::string rule{};  ///< that was broken
  std::string id{};    ///< without brackets, when it was taken
};

/// A webhook's three signed texts. [value]
struct MailgunSeal {
  std::string timestamp{};
  std::string token{};
  std::string signature{};
};

/// Mailgun's side by its documents: takes messages, lists their events, posts signed webhooks and the mails
/// of a route. Refuses whatever the documents do not allow. [any thread]
class MailgunServer final {
 public:
  explicit MailgunServer(MailgunAccount account = {});

  [[nodiscard]] const MailgunAccount& account() const { return account_; }
  [[nodiscard]] std::string url() const { return server_.url(""); }
  /// Where webhooks and routes post to; empty at first.
  void post_to(std::string url);
  /// The next good requests to that address meet these moods, one each; afterwards it takes them.
  void next(const std::string& to, std::vector<MailgunMood> moods);
  [[nodiscard]] std::vector<MailgunSeen> seen(const std::string& to) const;

  /// The `event-data` about that message, with its user variables. `more` are further members, a JSON object,
  /// which win.
  [[nodiscard]] std::string event(const MailgunSeen& mail, const std::string& word,
                                  const std::string& more = "{}");
  /// Signed now with a token of its own.
  [[nodiscard]] MailgunSeal seal();
  /// With that age in seconds.
  [[nodiscard]] MailgunSeal seal(std::int64_t age);
  /// Posts the webhook; answers the HTTP status.
  int post(const std::string& event_data, const MailgunSeal& seal) const;
  int post(const std::string& event_data) { return post(event_data, seal()); }
  /// Posts a mail of a route, as a form or, with files, as multipart; answers the HTTP status.
  int post_mail(MailFields fields, const MailgunSeal& seal) const;
  int post_mail(const MailFields& fields) { return post_mail(fields, seal()); }

 private:
  void serve(RawServer::Connection& peer);
  /// Each answers; false when the connection must end.
  bool answer(RawServer::Connection& peer, const RawRequest& request);
  bool humour(RawServer::Connection& peer, const MailgunMood& mood, MailgunSeen seen);
  std::string list(const RawRequest& request);
  MailgunMood mood_for(const std::string& to);
  void record(MailgunSeen seen);
  [[nodiscard]] int deliver(const std::string& type, const std::string& body) const;

  MailgunAccount account_;
  mutable std::mutex mutex_;
  std::string target_;
  std::map<std::string, std::vector<MailgunMood>> moods_;
  std::vector<MailgunSeen> seen_;
  std::vector<std::string> listed_;  ///< events of taken messages
  std::uint64_t mails_{0};
  std::uint64_t numbers_{0};
  RawServer server_;  // last: its threads use the others
};

}  // namespace herald::test
