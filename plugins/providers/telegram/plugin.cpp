#include <herald/sdk.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/telegram/account.hpp"
#include "plugins/providers/telegram/fetch.hpp"
#include "plugins/providers/telegram/poll.hpp"
#include "plugins/providers/telegram/register.hpp"
#include "plugins/providers/telegram/schema.hpp"
#include "plugins/providers/telegram/send.hpp"
#include "plugins/providers/telegram/webhook.hpp"

namespace {

using herald::sdk::Call;
using herald::sdk::HttpResponse;
using herald::sdk::Reply;

/// Messages through the Telegram Bot API. [value], without state.
class Telegram final {
 public:
  static std::string descriptor() { return std::string(herald::telegram::descriptor()); }
  static std::string config_schema() { return std::string(herald::telegram::config_schema()); }
  static std::string validate(std::string_view account) {
    return herald::provider::problems_json(
        herald::telegram::problems_of(herald::telegram::read_account(account)));
  }
  static Reply plan(const Call& call) {
    if (call.op == "send") return herald::telegram::plan_send(call);
    if (call.op == "webhook") return herald::telegram::plan_webhook(call);
    if (call.op == "poll") return herald::telegram::plan_poll(call);
    if (call.op == "test_account") return herald::telegram::plan_test(call);
    if (call.op == "fetch_media") return herald::telegram::plan_fetch(call);
    if (call.op == "register_webhook") return herald::telegram::plan_register(call);
    if (call.op == "unregister_webhook") return herald::telegram::plan_unregister(call);
    return herald::provider::rejected("unsupported", {"op", "expected one that the descriptor lists"});
  }
  static Reply on_response(const Call& call, const HttpResponse& response) {
    if (call.op == "send") return herald::telegram::judge_send(call, response);
    if (call.op == "poll") return herald::telegram::judge_poll(call, response);
    if (call.op == "test_account") return herald::telegram::judge_test(call, response);
    if (call.op == "fetch_media") return herald::telegram::judge_fetch(call, response);
    if (call.op == "register_webhook" || call.op == "unregister_webhook")
      return herald::telegram::judge_registration(call, response);
    throw herald::sdk::Failure{
        "expected an answer to an operation that makes requests, found one to another operation"};
  }
};

}  // namespace

HERALD_PROVIDER(Telegram,
                R"({"id":"org.herald.telegram","version":"0.1.0","provider":"telegram",)"
                R"("name":"Telegram","vendor":"Herald",)"
                R"("interfaces":["herald.config/1","herald.provider.http/1"],)"
                R"("concurrent":true,"secrets":["send","webhook","poll","test_account","fetch_media",)"
                R"("register_webhook","unregister_webhook"]})");
