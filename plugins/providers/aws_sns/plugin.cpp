#include <herald/sdk.hpp>
#include <string>

#include "plugins/providers/aws_sns/account.hpp"
#include "plugins/providers/aws_sns/answer.hpp"
#include "plugins/providers/aws_sns/schema.hpp"
#include "plugins/providers/aws_sns/send.hpp"
#include "plugins/providers/aws_sns/webhook.hpp"
#include "plugins/providers/parts/account_problem.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace {

using herald::sdk::Call;
using herald::sdk::HttpResponse;
using herald::sdk::Reply;
namespace aws_sns = herald::aws_sns;

/// SMS through Amazon SNS, and what its topics tell us. [value], without state.
class AwsSns final {
 public:
  static std::string descriptor() { return std::string(aws_sns::descriptor()); }
  static std::string config_schema() { return std::string(aws_sns::config_schema()); }
  static std::string validate(std::string_view account) {
    return herald::provider::problems_json(aws_sns::problems_of(aws_sns::read_account(account)));
  }
  static Reply plan(const Call& call) {
    if (call.op == "send") return aws_sns::plan_send(call);
    if (call.op == "webhook") return aws_sns::plan_webhook(call);
    if (call.op == "test_account") return aws_sns::plan_test(call);
    if (call.op == "register_webhook") return aws_sns::plan_register(call);
    return herald::provider::rejected("unsupported", {"op", "expected one that the descriptor lists"});
  }
  static Reply on_response(const Call& call, const HttpResponse& response) {
    if (call.op == "send") return aws_sns::judge_send(call, response);
    if (call.op == "webhook") return aws_sns::judge_webhook(call, response);
    if (call.op == "test_account") return aws_sns::judge_test(call, response);
    if (call.op == "register_webhook") return aws_sns::judge_register(call, response);
    throw herald::sdk::Failure{"expected an answer to an operation that is listed, found one to another"};
  }
};

}  // namespace

HERALD_PROVIDER(AwsSns,
                R"({"id":"org.herald.aws_sns","version":"0.1.0","provider":"aws_sns",)"
                R"("name":"Amazon SNS","vendor":"Herald",)"
                R"("interfaces":["herald.config/1","herald.provider.http/1"],)"
                R"("concurrent":true,"secrets":["send","webhook","test_account","register_webhook"]})");
