#pragma once
#include <cstdint>
#include <map>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "tests/support/raw_server.hpp"
#include "tests/support/whatsapp_wire.hpp"

namespace herald::test {

/// What the server does with one good message instead of taking it. [value]
struct WhatsAppMood {
  enum class Way : std::uint8_t {
    Take,      ///< 200 with an id
    Refuse,    ///< `http` with `code` and `details`
    Bare,      ///< `http` without a body
    Close,     ///< closes without a word
    TakeMute,  ///< takes the message and answers nothing until the client goes
    Outrun,    ///< takes it and tells that it was delivered before it answers
  } way{Way::Take};
  int http{400};
  int code{0};
  std::string details{"Refused"};
};

/// A message as it was read and answered. `answer` 0: with nothing. [value]
struct WhatsAppSeen {
  std::string to{};
  std::string body{};  ///< as it was sent
  int answer{0};
  std::string rule{};  ///< that was broken
  std::string id{};    ///< wamid, when it was taken
};

/// A file that users sent or the business uploaded. [value]
struct WhatsAppFile {
  std::string type{};
  std::string name{};
  std::string bytes{};
};

/// What the business has set up of webhooks. [value]
struct WhatsAppHook {
  bool subscribed{};  ///< the app to the business account
  std::string url{};  ///< of the number's own; empty: the app's
  std::string verify_token{};
  int calls{};  ///< taken, of either kind
};

/// Meta's side of the Cloud API by its documents: messages, media both ways, the number's facts and signed
/// webhooks. Refuses whatever the documents do not allow. [any thread]
class WhatsAppServer final {
 public:
  explicit WhatsAppServer(WhatsAppAccount account = {});

  [[nodiscard]] const WhatsAppAccount& account() const { return account_; }
  [[nodiscard]] std::string url() const { return server_.url(""); }
  /// Where webhooks go; empty at first.
  void call_back_at(std::string url);
  /// The next good messages to that number meet these moods, one each; afterwards it takes them.
  void next(const std::string& to, std::vector<WhatsAppMood> moods);
  [[nodiscard]] std::vector<WhatsAppSeen> seen(const std::string& to) const;

  [[nodiscard]] WhatsAppHook hook() const;

  /// Keeps a file that a user sent; its media id.
  std::string keep(WhatsAppFile file);
  /// A file that users sent or the business uploaded; throws std::out_of_range when there is none.
  [[nodiscard]] WhatsAppFile kept(const std::string& id) const;
  /// The member of an inbound message that names a kept file.
  [[nodiscard]] nlohmann::json medium(const std::string& id) const;

  /// A whole webhook with that `value` beside metadata, of this account's number.
  [[nodiscard]] std::string webhook(const nlohmann::json& value) const;
  /// One with a status of a taken message; `more` is merged into the status.
  [[nodiscard]] std::string status(const WhatsAppSeen& message, const std::string& word,
                                   const nlohmann::json& more) const;
  /// One with an inbound message of a user.
  [[nodiscard]] std::string inbound(const std::string& from, const nlohmann::json& message) const;

  /// Posts a body, signed with the app secret, or with the signature that is given; the HTTP status.
  int post(const std::string& body) const;
  int post_signed(const std::string& body, const std::string& signature) const;
  /// The handshake; answers the status and the body.
  [[nodiscard]] std::pair<int, std::string> subscribe(const std::string& verify_token,
                                                      const std::string& challenge) const;

 private:
  void serve(RawServer::Connection& peer);
  /// Each answers; false when the connection must end.
  bool answer_message(RawServer::Connection& peer, const RawRequest& request, const WhatsAppCall& call);
  bool outrun(RawServer::Connection& peer, WhatsAppSeen seen);
  bool answer_other(RawServer::Connection& peer, const WhatsAppCall& call);
  /// Answers both kinds of set-up. An URL of the number's own counts as the outside name of the URL that
  /// webhooks go to, and is tried with a handshake there.
  bool answer_hook(RawServer::Connection& peer, const RawRequest& request, const WhatsAppCall& call);
  WhatsAppMood mood_for(const std::string& to);
  [[nodiscard]] std::string target() const;
  std::uint64_t next_number();
  void record(WhatsAppSeen seen);

  WhatsAppAccount account_;
  mutable std::mutex mutex_;
  std::string target_;
  std::map<std::string, std::vector<WhatsAppMood>> moods_;
  std::vector<WhatsAppSeen> seen_;
  std::map<std::string, WhatsAppFile> files_;
  WhatsAppHook hook_;
  std::uint64_t numbers_{0};
  RawServer server_;  // last: its threads use the others
};

}  // namespace herald::test
