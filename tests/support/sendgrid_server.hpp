#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/support/raw_server.hpp"
#include "tests/support/sendgrid_wire.hpp"

namespace herald::test {

/// What the server does with one good request instead of answering 202.
enum class SendGridMood {
  Obliging,     ///< 202 with X-Message-Id
  Limiting,     ///< 429 with X-RateLimit-Reset a second ahead
  Unavailable,  ///< 503 without a body
  Outrunning,   ///< posts `processed` and `delivered` and only then answers 202
  Closing,      ///< closes without a word
  Silent,       ///< takes the e-mail and answers nothing until the client goes
  Bulky,        ///< 413 in HTML, as from the edge
  Babbling,     ///< 400 that quotes the credentials it was given
};

/// A request as it was read and answered. `answer` 0: with nothing. [value]
struct SendGridSeen {
  std::string body{};
  std::string to{};  ///< the first addressee
  int answer{0};
  std::string rule{};  ///< that was broken
  std::string id{};    ///< X-Message-Id, when it was taken
};

/// Mail Send at SendGrid's side, by its documents: refuses whatever they do not allow. [any thread]
class SendGridServer final {
 public:
  explicit SendGridServer(SendGridAccount account = {});

  [[nodiscard]] const SendGridAccount& account() const { return account_; }
  [[nodiscard]] const EventKey& key() const { return key_; }
  [[nodiscard]] std::string url() const { return server_.url(""); }
  /// Where its Event Webhook posts to; empty at first.
  void post_events_to(std::string url);
  /// The next good requests to that address meet these moods, one each; afterwards it obliges.
  void next(const std::string& to, std::vector<SendGridMood> moods);
  [[nodiscard]] std::vector<SendGridSeen> seen(const std::string& to) const;

  /// One element about that e-mail, with its custom arguments, as the webhook writes it. `more` are further
  /// members, a JSON object, which win.
  [[nodiscard]] std::string event(const SendGridSeen& mail, const std::string& word,
                                  const std::string& more = "{}");
  /// Posts them as one batch, signed now; answers the HTTP status.
  int post(const std::vector<std::string>& events) const;
  /// Posts this body with this signature and timestamp.
  struct Envelope {
    std::string timestamp{};
    std::string signature{};
    std::string body{};
    std::string content_type{"application/json; charset=utf-8"};
  };
  [[nodiscard]] int deliver(const Envelope& envelope) const;
  /// Signed now.
  [[nodiscard]] Envelope envelope(const std::vector<std::string>& events) const;
  /// A mail as Inbound Parse posts it with a security policy, signed now.
  [[nodiscard]] Envelope parsed_mail(std::string body, std::string content_type) const;

 private:
  void serve(RawServer::Connection& peer);
  /// Answers; false when the connection must end.
  bool answer(RawServer::Connection& peer, const RawRequest& request);
  bool humour(RawServer::Connection& peer, SendGridMood mood, SendGridSeen seen);
  bool oblige(RawServer::Connection& peer, SendGridMood mood, SendGridSeen seen);
  SendGridMood mood_for(const std::string& to);
  void record(SendGridSeen seen);

  SendGridAccount account_;
  EventKey key_;
  mutable std::mutex mutex_;
  std::string webhook_;
  std::map<std::string, std::vector<SendGridMood>> moods_;
  std::vector<SendGridSeen> seen_;
  std::uint64_t mails_{0};
  std::uint64_t events_{0};
  RawServer server_;  // last: its threads use the others
};

}  // namespace herald::test
