#include "host/features/filters.hpp"

#include <utility>

#include "host/features/needs.hpp"
#include "host/features/problem.hpp"
#include "host/json/fields.hpp"

namespace herald::features {
namespace {

Error no_renderer() {
  return {.code = Errc::Unavailable,
          .reason = "no_renderer",
          .detail = "no active plugin makes messages of templates",
          .problems = {{"/template_id", "no active plugin makes messages of templates"}}};
}

Result<domain::RenderedTexts> read_texts(const json::Document& answer) {
  const json::Document message = answer.member("message").value_or(json::Document{});
  json::Fields in{message};
  domain::RenderedTexts out;
  out.subject = in.text("subject", json::Need::Optional, {.max = 998});
  out.body = in.text("message_body", json::Need::Optional);
  out.html = in.text("message_html", json::Need::Optional);
  out.message_class = in.text("message_class", json::Need::Optional, {.max = 16});
  out.template_id = in.text("template_id", json::Need::Required, {.min = 1, .max = 36});
  out.template_version = in.integer("template_version", json::Need::Required, {1}).value_or(0);
  auto done = in.finish();
  if (done) return out;
  Error error = std::move(done).error();
  error.code = Errc::Internal;
  error.reason = "bad_answer";
  return error;
}

}  // namespace

Result<domain::RenderedTexts> Filters::render(const domain::TenantId& tenant,
                                              const std::string& message_json) {
  const auto message = json::parse(message_json);
  if (!message) return message.error();
  for (const auto& sheet : plugins_.sheets()) {
    for (const SheetFilter& filter : sheet->filters) {
      if (filter.stage != Stage::Render || !message->member(filter.when)) continue;
      auto input = fetch_needs(filter, tenant, {{"message", *message}}, reader_);
      if (!input) return std::move(input).error();
      const auto text = plugins_.filter({.tenant = tenant,
                                         .plugin = sheet->plugin,
                                         .name = filter.name,
                                         .input = *std::move(input),
                                         .deadline = deadline_});
      if (!text) return text.error();
      const auto answer = read_answer(*text);
      if (!answer) return answer.error();
      return read_texts(*answer);
    }
  }
  return no_renderer();
}

}  // namespace herald::features
