#include <herald/sdk.hpp>
#include <string>

#include "plugins/providers/mailgun/account.hpp"
#include "plugins/providers/mailgun/answer.hpp"
#include "plugins/providers/mailgun/fetch.hpp"
#include "plugins/providers/mailgun/schema.hpp"
#include "plugins/providers/mailgun/send.hpp"
#include "plugins/providers/mailgun/webhook.hpp"
#include "plugins/providers/parts/account_problem.hpp"
#include "plugins/providers/parts/verdict.hpp"

namespace {

using herald::sdk::Call;
using herald::sdk::HttpResponse;
using herald::sdk::Reply;
namespace mailgun = herald::mailgun;

/// E-mail through Mailgun's messages API. [value], without state.
class Mailgun final {
 public:
  static std::string descriptor() { return std::string(mailgun::descriptor()); }
  static std::string config_schema() { return std::string(mailgun::config_schema()); }
  static std::string validate(std::string_view account) {
    return herald::provider::problems_json(mailgun::problems_of(mailgun::read_account(account)));
  }
  static Reply plan(const Call& call) {
    if (call.op == "send") return mailgun::plan_send(call);
    if (call.op == "webhook") return mailgun::plan_webhook(call);
    if (call.op == "lookup") return mailgun::plan_lookup(call);
    if (call.op == "test_account") return mailgun::plan_test(call);
    if (call.op == "fetch_media") return mailgun::plan_fetch(call);
    return herald::provider::rejected("unsupported",
                                      {"op", "expected send, webhook, lookup, test_account or fetch_media"});
  }
  static Reply on_response(const Call& call, const HttpResponse& response) {
    if (call.op == "send") return mailgun::judge_send(call, response);
    if (call.op == "lookup") return mailgun::judge_lookup(call, response);
    if (call.op == "test_account") return mailgun::judge_test(call, response);
    if (call.op == "fetch_media") return mailgun::judge_fetch(call, response);
    throw herald::sdk::Failure{
        "expected an answer to send, lookup, test_account or fetch_media, found one to another"};
  }
};

}  // namespace

HERALD_PROVIDER(Mailgun,
                R"({"id":"org.herald.mailgun","version":"0.1.0","provider":"mailgun",)"
                R"("name":"Mailgun","vendor":"Herald",)"
                R"("interfaces":["herald.config/1","herald.provider.http/1"],)"
                R"("concurrent":true,"secrets":["send","webhook","test_account","lookup","fetch_media"]})");
