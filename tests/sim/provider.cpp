#include "tests/sim/provider.hpp"

#include <nlohmann/json.hpp>

#include "tests/support/loaded_plugin.hpp"

namespace herald::sim {
namespace {

using domain::ProviderReply;
using domain::ProviderStep;
using nlohmann::json;

const testing::LoadedPlugin& sandbox() {
  static const testing::LoadedPlugin plugin{HERALD_SANDBOX_PLUGIN};
  return plugin;
}

testing::StepInput input_of(const ProviderStep& step) {
  return {
      .op = step.op, .input = step.input, .bytes = step.bytes, .account = step.account, .state = step.state};
}

ProviderReply reply_of(testing::StepOutput output) {
  return {.json = std::move(output.json), .bytes = std::move(output.bytes)};
}

ProviderReply plan_look_up(const ProviderStep& step) {
  const std::string url = json::parse(step.account).at("api_url");
  const std::string ref = json::parse(step.input).at("message").at("attempt_ref");
  const json request{{"method", "GET"},
                     {"url", url + "/v1/messages?ref=" + ref},
                     {"commits", false},
                     {"headers", json::array()}};
  return {.json = json{{"request", request}}.dump()};
}

ProviderReply judge_look_up(const domain::OutboundAnswer& answer) {
  if (answer.status == 200)
    return {.json =
                json{{"verdict",
                      {{"kind", "accepted"}, {"ids", {{"provider_id", json::parse(answer.body).at("id")}}}}}}
                    .dump()};
  return {.json = R"({"verdict":{"kind":"retry","code":"not_found"}})"};
}

}  // namespace

void SandboxPort::plan(ProviderStep step, Tick deadline, ReplyDone done) {
  const auto make = [step] {
    return step.op == "lookup" ? plan_look_up(step) : reply_of(sandbox().plan(input_of(step)));
  };
  if (step.op == "webhook" && away)
    return done(
        Error{.code = Errc::Timeout, .reason = "plugin_timeout", .detail = "the plugin was not reached"});
  if (step.op == "webhook") return done(make());
  waiting_.push_back({make, deadline, std::move(done)});
}

void SandboxPort::on_response(ProviderStep step, const domain::OutboundAnswer& answer, Tick deadline,
                              ReplyDone done) {
  waiting_.push_back(
      {[step = std::move(step), answer] {
         if (step.op == "lookup") return judge_look_up(answer);
         json headers = json::array();
         for (const auto& [name, value] : answer.headers) headers.push_back({name, value});
         return reply_of(sandbox().on_response(
             input_of(step), {.status = answer.status, .headers_json = headers.dump(), .body = answer.body}));
       },
       deadline, std::move(done)});
}

bool SandboxPort::step(Tick now) {
  if (waiting_.empty()) return false;
  const Call call = std::move(waiting_.front());
  waiting_.pop_front();
  if (call.deadline <= now) {
    call.done(
        Error{.code = Errc::Timeout, .reason = "plugin_timeout", .detail = "the plugin was not reached"});
  } else {
    call.done(call.make());
  }
  return true;
}

std::shared_ptr<const api::ProviderSheet> SandboxCatalog::find(std::string_view provider) {
  static const auto sheet = std::make_shared<const api::ProviderSheet>(
      api::read_sheet(sandbox().descriptor(), sandbox().config_schema()).value());
  return provider == "sandbox" ? sheet : nullptr;
}

Result<std::vector<Problem>> SandboxCatalog::validate(std::string_view, const std::string&,
                                                      std::chrono::milliseconds) {
  return std::vector<Problem>{};
}

}  // namespace herald::sim
