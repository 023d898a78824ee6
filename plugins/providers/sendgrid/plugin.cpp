#include <herald/sdk.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/sendgrid/account.hpp"
#include "plugins/providers/sendgrid/answer.hpp"
#include "plugins/providers/sendgrid/schema.hpp"
#include "plugins/providers/sendgrid/send.hpp"
#include "plugins/providers/sendgrid/webhook.hpp"

namespace {

using herald::sdk::Call;
using herald::sdk::HttpResponse;
using herald::sdk::Reply;

/// E-mail through SendGrid's v3 Mail Send. [value], without state.
class SendGrid final {
 public:
  static std::string descriptor() { return std::string(herald::sendgrid::descriptor()); }
  static std::string config_schema() { return std::string(herald::sendgrid::config_schema()); }
  static std::string validate(std::string_view account) {
    return herald::provider::problems_json(
        herald::sendgrid::problems_of(herald::sendgrid::read_account(account)));
  }
  static Reply plan(const Call& call) {
    if (call.op == "send") return herald::sendgrid::plan_send(call);
    if (call.op == "webhook") return herald::sendgrid::plan_webhook(call);
    if (call.op == "test_account") return herald::sendgrid::plan_test(call);
    return herald::provider::rejected("unsupported", {"op", "expected send, webhook or test_account"});
  }
  static Reply on_response(const Call& call, const HttpResponse& response) {
    if (call.op == "send") return herald::sendgrid::judge_send(call, response);
    if (call.op == "test_account") return herald::sendgrid::judge_test(call, response);
    throw herald::sdk::Failure{"expected an answer to send or test_account, found one to another operation"};
  }
};

}  // namespace

HERALD_PROVIDER(SendGrid, R"({"id":"org.herald.sendgrid","version":"0.1.0","provider":"sendgrid",)"
                          R"("name":"SendGrid","vendor":"Herald",)"
                          R"("interfaces":["herald.config/1","herald.provider.http/1"],)"
                          R"("concurrent":true,"secrets":["send","webhook","test_account"]})");
