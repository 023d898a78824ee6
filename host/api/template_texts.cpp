#include "host/api/template_texts.hpp"

#include <utility>

#include "host/json/writer.hpp"

namespace herald::api {
namespace {

/// The request with the type of the channel that was found for it.
std::string with_channel_type(const json::Document& body, const std::string& channel_type) {
  json::Writer out;
  out.begin_object();
  for (const std::string& name : body.names())
    if (name != "channel_type") out.raw(name, body.member(name)->compact());
  return out.text("channel_type", channel_type).end_object().take();
}

void refuse_texts(const intake::SendMessage& wish, std::vector<Problem>& problems) {
  const std::pair<const char*, const std::string&> texts[] = {
      {"/message_body", wish.message_body}, {"/message_html", wish.message_html}, {"/subject", wish.subject}};
  for (const auto& [pointer, text] : texts)
    if (!text.empty())
      problems.push_back({pointer, "comes from the template; leave it out beside template_id"});
}

/// So that nobody complains about the lack of a text as well.
void stand_in(intake::SendMessage& wish) {
  if (wish.message_body.empty()) wish.message_body = "?";
}

}  // namespace

Problem no_template() { return {"/template_id", "there is no such template"}; }

Result<Done> fill_template(const MessagePorts& ports, TemplateWish made, std::vector<Problem>& problems) {
  intake::SendMessage& wish = made.wish;
  refuse_texts(wish, problems);
  if (ports.facts.filters == nullptr)
    return Error{.code = Errc::Unavailable,
                 .reason = "no_renderer",
                 .detail = "this host makes no messages of templates"};
  auto texts = ports.facts.filters->render(made.tenant, with_channel_type(made.body, made.channel_type));
  if (texts) {
    wish.subject = std::move(texts->subject);
    wish.message_body = std::move(texts->body);
    wish.message_html = std::move(texts->html);
    if (wish.message_class.empty()) wish.message_class = std::move(texts->message_class);
    wish.template_id = std::move(texts->template_id);
    wish.template_version = texts->template_version;
    return Done{};
  }
  if (texts.error().code == Errc::NotFound) {
    problems.push_back(no_template());
    stand_in(wish);
    return Done{};
  }
  if (texts.error().problems.empty() || texts.error().code == Errc::Unavailable)
    return std::move(texts).error();
  problems.insert(problems.end(), texts.error().problems.begin(), texts.error().problems.end());
  stand_in(wish);
  return Done{};
}

}  // namespace herald::api
