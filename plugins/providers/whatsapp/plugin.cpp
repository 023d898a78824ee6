#include <herald/sdk.hpp>
#include <string>

#include "plugins/providers/parts/account_problem.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/whatsapp/account.hpp"
#include "plugins/providers/whatsapp/answer.hpp"
#include "plugins/providers/whatsapp/fetch.hpp"
#include "plugins/providers/whatsapp/register.hpp"
#include "plugins/providers/whatsapp/schema.hpp"
#include "plugins/providers/whatsapp/send.hpp"
#include "plugins/providers/whatsapp/webhook.hpp"

namespace {

using herald::sdk::Call;
using herald::sdk::HttpResponse;
using herald::sdk::Reply;
namespace whatsapp = herald::whatsapp;

/// WhatsApp through Meta's Cloud API. [value], without state.
class WhatsApp final {
 public:
  static std::string descriptor() { return std::string(whatsapp::descriptor()); }
  static std::string config_schema() { return std::string(whatsapp::config_schema()); }
  static std::string validate(std::string_view account) {
    return herald::provider::problems_json(whatsapp::problems_of(whatsapp::read_account(account)));
  }
  static Reply plan(const Call& call) {
    if (call.op == "send") return whatsapp::plan_send(call);
    if (call.op == "webhook") return whatsapp::plan_webhook(call);
    if (call.op == "test_account") return whatsapp::plan_test(call);
    if (call.op == "fetch_media") return whatsapp::plan_fetch(call);
    if (call.op == "register_webhook") return whatsapp::plan_register(call);
    if (call.op == "unregister_webhook") return whatsapp::plan_unregister(call);
    return herald::provider::rejected("unsupported", {"op", "expected one that the descriptor lists"});
  }
  static Reply on_response(const Call& call, const HttpResponse& response) {
    if (call.op == "send") return whatsapp::judge_send(call, response);
    if (call.op == "test_account") return whatsapp::judge_test(call, response);
    if (call.op == "fetch_media") return whatsapp::judge_fetch(call, response);
    if (call.op == "register_webhook" || call.op == "unregister_webhook")
      return whatsapp::judge_registration(call, response);
    throw herald::sdk::Failure{
        "expected an answer to an operation that makes requests, found one to another operation"};
  }
};

}  // namespace

HERALD_PROVIDER(WhatsApp, R"({"id":"org.herald.whatsapp","version":"0.1.0","provider":"whatsapp",)"
                          R"("name":"WhatsApp","vendor":"Herald",)"
                          R"("interfaces":["herald.config/1","herald.provider.http/1"],)"
                          R"("concurrent":true,"secrets":["send","webhook","test_account","fetch_media",)"
                          R"("register_webhook","unregister_webhook"]})");
