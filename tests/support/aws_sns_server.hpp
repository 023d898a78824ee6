#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "tests/support/aws_sns_wire.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/raw_server.hpp"

namespace herald::test {

/// What the server does with one good Publish instead of taking it. [value]
struct AwsSnsMood {
  enum class Way : std::uint8_t {
    Take,      ///< 200 with a MessageId
    Refuse,    ///< `error`
    Garble,    ///< takes the message and answers 200 with half of the document
    Close,     ///< closes without a word
    TakeMute,  ///< takes the message and answers nothing until the client goes
    Outrun,    ///< takes it and tells that it was delivered before it answers
  } way{Way::Take};
  AwsSnsError error{};
};

/// A Publish as it was read and answered. `answer` 0: with nothing. [value]
struct AwsSnsSeen {
  Form form{};
  int answer{0};
  std::string rule{};        ///< that was broken
  std::string message_id{};  ///< when it was taken
};

/// SNS's side by its documents: Publish to numbers, the account's attributes, the signing certificate,
/// confirmations of subscriptions, and signed notifications. Refuses whatever the documents do not allow.
/// [any thread]
class AwsSnsServer final {
 public:
  explicit AwsSnsServer(AwsSnsAccount account = {});

  [[nodiscard]] const AwsSnsAccount& account() const { return account_; }
  [[nodiscard]] std::string url() const { return server_.url(""); }
  /// Where its certificate is shown, under any name that ends so.
  [[nodiscard]] std::string certificate_url(const std::string& name = kCertificateName) const {
    return server_.url(kCertificateFolder + name + ".pem");
  }
  [[nodiscard]] const std::string& certificate() const { return certificate_; }
  /// Where its notifications go.
  void call_back_at(std::string url);
  /// How far its clock is ahead of everybody else's, in seconds.
  void set_clock_ahead(std::int64_t seconds);
  /// While it is away, each GET is answered 503.
  void set_away(bool away) { away_ = away; }
  /// The next good messages to that number meet these moods, one each; afterwards it takes them.
  void next(const std::string& to, std::vector<AwsSnsMood> moods);
  [[nodiscard]] std::vector<AwsSnsSeen> seen(const std::string& to) const;
  /// How often the certificate was fetched, and the tokens of subscriptions that were confirmed.
  [[nodiscard]] int certificate_fetches() const;
  [[nodiscard]] std::set<std::string> confirmed() const;
  /// The endpoints that were subscribed to its topic, in the order of the requests.
  [[nodiscard]] std::vector<std::string> subscribed() const;

  /// A notification of now with an id of its own.
  [[nodiscard]] AwsSnsNotice notice(const std::string& message);
  /// SubscriptionConfirmation or UnsubscribeConfirmation with a token of its own.
  [[nodiscard]] AwsSnsNotice confirmation(const std::string& type);
  /// Posts a body as SNS does; answers the HTTP status.
  int post(const std::string& body, const Headers& more = {}) const;

  static constexpr const char* kCertificateFolder = "/SimpleNotificationService-";
  static constexpr const char* kCertificateName = "7ff5318490ec183fbaddaa2a969abfda";

 private:
  void serve(RawServer::Connection& peer);
  /// Each answers; false when the connection must end.
  bool answer_post(RawServer::Connection& peer, const RawRequest& request);
  bool answer_get(RawServer::Connection& peer, const RawRequest& request);
  std::string subscribe(const Form& form);
  bool publish(RawServer::Connection& peer, AwsSnsSeen seen);
  [[nodiscard]] std::string answer_of(int status, const std::string& body,
                                      const std::string& type = "text/xml") const;
  AwsSnsMood mood_for(const std::string& to);
  std::string next_uuid();
  void record(AwsSnsSeen seen);
  [[nodiscard]] std::int64_t seconds_here() const;

  AwsSnsAccount account_;
  std::string certificate_;
  std::atomic<std::int64_t> ahead_{0};
  std::atomic<bool> away_{false};
  mutable std::mutex mutex_;
  std::string target_;
  std::map<std::string, std::vector<AwsSnsMood>> moods_;
  std::vector<AwsSnsSeen> seen_;
  int fetches_{0};
  std::set<std::string> tokens_;
  std::set<std::string> confirmed_;
  std::vector<std::string> subscribed_;
  std::uint64_t numbers_{0};
  RawServer server_;  // last: its threads use the others
};

/// The record of CloudWatch on a message that was taken, as an operator forwards it.
std::string aws_sns_delivery_record(const AwsSnsSeen& message, const std::string& status,
                                    const std::string& response);
/// A text of somebody to a number of ours, as AWS puts it into a topic.
std::string aws_sns_inbound_text(const std::string& from, const std::string& to, const std::string& id,
                                 const std::string& text);

}  // namespace herald::test
