#include <herald/sdk.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/twilio/account.hpp"
#include "plugins/providers/twilio/answer.hpp"
#include "plugins/providers/twilio/fetch.hpp"
#include "plugins/providers/twilio/price.hpp"
#include "plugins/providers/twilio/schema.hpp"
#include "plugins/providers/twilio/send.hpp"
#include "plugins/providers/twilio/webhook.hpp"

namespace {

using herald::sdk::Call;
using herald::sdk::HttpResponse;
using herald::sdk::Reply;

/// SMS through Twilio's Programmable Messaging. [value], without state.
class Twilio final {
 public:
  static std::string descriptor() { return std::string(herald::twilio::descriptor()); }
  static std::string config_schema() { return std::string(herald::twilio::config_schema()); }
  static std::string validate(std::string_view account) {
    return herald::provider::problems_json(
        herald::twilio::problems_of(herald::twilio::read_account(account)));
  }
  static Reply plan(const Call& call) {
    if (call.op == "send") return herald::twilio::plan_send(call);
    if (call.op == "webhook") return herald::twilio::plan_webhook(call);
    if (call.op == "test_account") return herald::twilio::plan_test(call);
    if (call.op == "fetch_media") return herald::twilio::plan_fetch(call);
    if (call.op == "price") return herald::twilio::plan_price(call);
    return herald::provider::rejected("unsupported",
                                      {"op", "expected send, webhook, test_account, fetch_media or price"});
  }
  static Reply on_response(const Call& call, const HttpResponse& response) {
    if (call.op == "send") return herald::twilio::judge_send(call, response);
    if (call.op == "test_account") return herald::twilio::judge_test(call, response);
    if (call.op == "fetch_media") return herald::twilio::judge_fetch(call, response);
    if (call.op == "price") return herald::twilio::judge_price(call, response);
    throw herald::sdk::Failure{
        "expected an answer to send, test_account, fetch_media or price, found one to another operation"};
  }
};

}  // namespace

HERALD_PROVIDER(Twilio,
                R"({"id":"org.herald.twilio","version":"0.1.0","provider":"twilio","name":"Twilio",)"
                R"("vendor":"Herald","interfaces":["herald.config/1","herald.provider.http/1"],)"
                R"("concurrent":true,"secrets":["send","webhook","test_account","fetch_media","price"]})");
