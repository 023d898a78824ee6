#include <herald/stream.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/smtp/account.hpp"
#include "plugins/providers/smtp/dialogue.hpp"
#include "plugins/providers/smtp/json_text.hpp"
#include "plugins/providers/smtp/report.hpp"
#include "plugins/providers/smtp/schema.hpp"

namespace {

using herald::sdk::Call;
using herald::sdk::Reply;
using herald::sdk::StreamEvent;

/// E-mail through a mail server. [value], without state.
class Smtp final {
 public:
  static std::string descriptor() { return std::string(herald::smtp::descriptor()); }
  static std::string config_schema() { return std::string(herald::smtp::config_schema()); }
  static std::string validate(std::string_view account) {
    nlohmann::json problems = nlohmann::json::array();
    for (const auto& problem : herald::smtp::problems_of(herald::smtp::read_account(account)))
      problems.push_back({{"pointer", problem.pointer}, {"text", problem.text}});
    return herald::smtp::dumped(problems);
  }
  static Reply start(const Call& call) { return herald::smtp::begin(call); }
  static Reply plan(const Call& call) {
    if (call.op == "webhook") return herald::smtp::plan_webhook(call);
    return herald::provider::rejected("unsupported", {"op", "expected webhook, found another operation"});
  }
  static Reply on_response(const Call&, const herald::sdk::HttpResponse&) {
    throw herald::sdk::Failure{"expected no answer: this plugin makes no requests"};
  }
  static Reply feed(const Call& call, const StreamEvent& event) { return herald::smtp::go_on(call, event); }
};

}  // namespace

HERALD_STREAM_PROVIDER(
    Smtp, R"({"id":"org.herald.smtp","version":"0.1.0","provider":"smtp",)"
          R"("name":"SMTP","vendor":"Herald",)"
          R"("interfaces":["herald.config/1","herald.provider.stream/1","herald.provider.http/1"],)"
          R"("concurrent":true,"secrets":["send","test_account","webhook"]})");
