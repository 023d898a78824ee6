#include "plugins/providers/whatsapp/send.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/whatsapp/account.hpp"
#include "plugins/providers/whatsapp/answer.hpp"
#include "plugins/providers/whatsapp/graph.hpp"
#include "plugins/providers/whatsapp/limits.hpp"
#include "plugins/providers/whatsapp/outbound.hpp"
#include "plugins/providers/whatsapp/upload.hpp"

namespace herald::whatsapp {
using namespace provider;

using nlohmann::json;

sdk::Reply plan_send(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  const json input = object_of(call.input, "input");
  const json& message = object_at(input, "message");
  if (const auto refusal = refusal_of(message, account)) return rejected(*refusal);
  const std::string media_id = text_at(object_of(call.state, "state"), "media_id");
  const json& attachment = attachment_of(message);
  if (media_id.empty() && attachment.contains("blob")) return upload_plan(call, account, attachment);
  return graph_plan(call, account,
                    {.method = "POST",
                     .path = account.phone_number_id + "/messages",
                     .content_type = "application/json",
                     .commits = true},
                    json::array({{{"text", dumped(message_body(message, media_id))}}}));
}

sdk::Reply judge_send(const sdk::Call& call, const sdk::HttpResponse& response) {
  return is_uploading(object_of(call.state, "state")) ? judge_upload(call, response)
                                                      : judge_message(call, response);
}

sdk::Reply plan_test(const sdk::Call& call) {
  const Account account = read_account(call.account);
  if (auto verdict = account_verdict(problems_of(account))) return *std::move(verdict);
  return graph_plan(call, account,
                    {.path = account.phone_number_id,
                     .query = {{"fields", "display_phone_number,verified_name,quality_rating"}}},
                    json::array());
}

}  // namespace herald::whatsapp
