#pragma once
#include <string>
#include <vector>

#include "host/api/accounts.hpp"
#include "host/api/admin.hpp"
#include "host/api/callers.hpp"
#include "host/api/channel_log.hpp"
#include "host/api/channels.hpp"
#include "host/api/messages.hpp"
#include "host/api/preferences.hpp"
#include "host/api/probes.hpp"
#include "host/api/router.hpp"
#include "host/api/sessions.hpp"
#include "host/api/suppressions.hpp"
#include "host/http/message.hpp"
#include "host/json/document.hpp"
#include "tests/unit/api/config_fakes.hpp"
#include "tests/unit/api/fakes.hpp"
#include "tests/unit/api/preference_fakes.hpp"
#include "tests/unit/api/session_fakes.hpp"
#include "tests/unit/api/suppression_fakes.hpp"
#include "tests/unit/api/webhook_fakes.hpp"

namespace herald::api {

inline constexpr const char* kTenant = "01890000-0000-7000-8000-000000000001";
inline constexpr const char* kOtherTenant = "01890000-0000-7000-8000-000000000002";
inline constexpr const char* kChannel = "01890000-0000-7000-8000-0000000000c1";
inline constexpr const char* kMessages = "/api/v1/communication/messages";
inline constexpr const char* kChannels = "/api/v1/communication/channels";
inline constexpr const char* kMessageId = "01890000-0000-7000-8000-0000000000aa";
inline constexpr const char* kMessageBody =
    R"({"channel_type":"SMS","to_address":"+447700900123","message_body":"hi"})";

/// One provider, `acme`: SMS with at most 20 characters, config with a secret.
class FakeCatalog final : public ProviderCatalog {
 public:
  FakeCatalog();
  std::vector<Problem> opinion;
  std::string asked_about;  ///< the account JSON that validate() got
  /// From now on its plugin lists that op.
  void offer(std::string op);
  /// From now on it has channels without webhook_secret given one.
  void make_webhook_secrets();
  std::shared_ptr<const ProviderSheet> find(std::string_view provider) override {
    return provider == "acme" ? sheet_ : nullptr;
  }
  Result<std::vector<Problem>> validate(std::string_view, const std::string& account_json,
                                        std::chrono::milliseconds) override {
    asked_about = account_json;
    return opinion;
  }
  std::string reports() override { return R"([{"provider":"acme","state":"active"}])"; }

 private:
  std::shared_ptr<const ProviderSheet> sheet_;
};

class FakeTester final : public domain::AccountTester {
 public:
  domain::AccountFinding finding{.usable = true, .kind = "ok", .status = 200};
  std::vector<domain::AccountQuestion> asked;
  std::optional<Error> failure;
  Result<domain::AccountFinding> ask(const domain::AccountQuestion& question,
                                     std::chrono::milliseconds) override {
    asked.push_back(question);
    if (failure) return *failure;
    return finding;
  }
};

class FakeUpkeep final : public Upkeep {
 public:
  Result<std::string> migrate() override { return std::string{R"({"applied":[]})"}; }
  Result<std::string> verify_audit() override { return std::string{R"({"intact":true})"}; }
  Result<std::string> doctor() override { return std::string{R"({"healthy":true})"}; }
};

class FakePlugins final : public PluginCommands {
 public:
  Result<std::string> show(const std::string& id) override { return answer("show", id); }
  Result<std::string> rescan() override { return answer("rescan", "all"); }
  Result<std::string> enable(const std::string& id) override { return answer("enable", id); }
  Result<std::string> disable(const std::string& id) override { return answer("disable", id); }
  Result<std::string> rollback(const std::string& id) override {
    if (id != "org.known") return Error{Errc::NotFound, "nothing_to_roll_back", "expected one, found none"};
    return answer("rollback", id);
  }

 private:
  static std::string answer(const std::string& command, const std::string& id) {
    return R"({"did":")" + command + ' ' + id + "\"}";
  }
};

/// The public router over fakes, with a tenant, its keys and one active SMS channel.
struct World {
  World();
  /// The text of a key of kTenant with these scopes.
  std::string key(const std::string& scopes_json, tenancy::Mode mode = tenancy::Mode::Live);
  /// Sends with a key that may do everything.
  http::Response get(const std::string& target);
  http::Response post(const std::string& target, const std::string& body,
                      std::vector<http::Header> more = {});
  http::Response patch(const std::string& target, const std::string& body,
                       std::vector<http::Header> more = {});
  http::Response remove(const std::string& target, std::vector<http::Header> more = {});
  http::Response send(http::Request request) const { return router.handle(request); }

  FixedClock clock;
  CountingRandom random;
  FakeLedger ledger;
  FakeMessages messages;
  FakeExchanges exchanges;
  FakeConversations conversations;
  FakeSuppressions suppressions;
  FakePreferences preferences;
  FakeChannels channels;
  FakeAccounts accounts;
  FakeCatalog catalog;
  FakeReceiver receiver;
  FakeWebhooks webhooks;
  FakeReplayer replayer;
  FakeTester tester;
  FakeKept kept;
  OutcomeBoard outcomes{2};
  telemetry::Health health;
  telemetry::Metrics metrics;
  std::string sealed;                                       ///< plaintext of the last sealing
  std::string opened{"{}"};                                 ///< what every opening brings
  std::string callback_url{"https://herald.example/hook"};  ///< of every channel
  std::string document;
  AccountKeys keys{accounts};
  Router router{gate_authenticator({keys}, clock)};
  std::string all;  ///< text of a key for everything
};

http::Request request_of(http::Method method, const std::string& target, const std::string& body = {});
json::Document json_of(const http::Response& response);
/// Text member of a JSON answer; its JSON when it is no text.
std::string member(const http::Response& response, std::string_view name);
/// Pointers of a problem document, in order.
std::vector<std::string> pointers(const http::Response& response);
std::string header(const http::Response& response, std::string_view name);

}  // namespace herald::api
