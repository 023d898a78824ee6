#include <herald/sdk.hpp>
#include <string>

#include "plugins/providers/parts/account_problem.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/vonage/account.hpp"
#include "plugins/providers/vonage/answer.hpp"
#include "plugins/providers/vonage/fetch.hpp"
#include "plugins/providers/vonage/schema.hpp"
#include "plugins/providers/vonage/send.hpp"
#include "plugins/providers/vonage/webhook.hpp"

namespace {

using herald::sdk::Call;
using herald::sdk::HttpResponse;
using herald::sdk::Reply;
namespace vonage = herald::vonage;

/// SMS and WhatsApp through Vonage's SMS API and Messages API. [value], without state.
class Vonage final {
 public:
  static std::string descriptor() { return std::string(vonage::descriptor()); }
  static std::string config_schema() { return std::string(vonage::config_schema()); }
  static std::string validate(std::string_view account) {
    return herald::provider::problems_json(vonage::problems_of(vonage::read_account(account)));
  }
  static Reply plan(const Call& call) {
    if (call.op == "send") return vonage::plan_send(call);
    if (call.op == "webhook") return vonage::plan_webhook(call);
    if (call.op == "test_account") return vonage::plan_test(call);
    if (call.op == "fetch_media") return vonage::plan_fetch(call);
    return herald::provider::rejected("unsupported",
                                      {"op", "expected send, webhook, test_account or fetch_media"});
  }
  static Reply on_response(const Call& call, const HttpResponse& response) {
    if (call.op == "send") return vonage::judge_send(call, response);
    if (call.op == "test_account") return vonage::judge_test(call, response);
    if (call.op == "fetch_media") return vonage::judge_fetch(call, response);
    throw herald::sdk::Failure{
        "expected an answer to send, test_account or fetch_media, found one to another operation"};
  }
};

}  // namespace

HERALD_PROVIDER(Vonage, R"({"id":"org.herald.vonage","version":"0.1.0","provider":"vonage",)"
                        R"("name":"Vonage","vendor":"Herald",)"
                        R"("interfaces":["herald.config/1","herald.provider.http/1"],)"
                        R"("concurrent":true,"secrets":["send","webhook","test_account","fetch_media"]})");
