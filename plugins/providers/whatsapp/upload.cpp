#include "plugins/providers/whatsapp/upload.hpp"

#include <herald/text.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/parts/form_body.hpp"
#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/verdict.hpp"
#include "plugins/providers/whatsapp/answer.hpp"
#include "plugins/providers/whatsapp/graph.hpp"
#include "plugins/providers/whatsapp/media_kind.hpp"
#include "plugins/providers/whatsapp/word.hpp"

namespace herald::whatsapp {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kLongestMediaId = 128;

}  // namespace

bool is_media_id(std::string_view text) { return is_word(text, kLongestMediaId); }

sdk::Reply upload_plan(const sdk::Call& call, const Account& account, const json& attachment) {
  const std::string boundary = "herald" + sdk::to_hex(call.crypto().nonce(16));
  const std::string type = essence(text_at(attachment, "content_type"));
  json body = form_body({{.name = "messaging_product", .value = "whatsapp"},
                         {.name = "type", .value = type},
                         {.name = "file",
                          .blob = text_at(attachment, "blob"),
                          .filename = text_at(attachment, "name"),
                          .content_type = type}},
                        boundary);
  return graph_plan(call, account,
                    {.method = "POST",
                     .path = account.phone_number_id + "/media",
                     .content_type = form_body_type(boundary),
                     .state = R"({"step":"upload"})"},
                    std::move(body));
}

bool is_uploading(const json& state) { return text_at(state, "step") == "upload"; }

sdk::Reply judge_upload(const sdk::Call& call, const sdk::HttpResponse& response) {
  if (!succeeded(response)) return certain(call, response);
  const json whole = json::parse(response.body, nullptr, false);
  const std::string id = whole.is_object() ? text_at(whole, "id") : std::string{};
  if (!is_media_id(id))
    return retry("transient", {"unreadable_answer", "expected the id of the uploaded file, found none"});
  return {dumped({{"continue", {{"state", {{"media_id", id}}}}}}), {}};
}

}  // namespace herald::whatsapp
