#include <array>
#include <cstdio>
#include <string>

#include "host/api/message_request.hpp"
#include "host/api/message_resource.hpp"
#include "host/api/messages.hpp"
#include "host/json/writer.hpp"
#include "host/sms/segmentation.hpp"

namespace herald::api {
namespace {

std::string code_point(char32_t character) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "U+%04X", static_cast<unsigned>(character));
  return text.data();
}

void write_segmentation(json::Writer& writer, const sms::Segmentation& found) {
  writer.text("encoding", sms::to_text(found.encoding))
      .number("units", found.units)
      .number("segments", static_cast<std::int64_t>(found.segments.size()))
      .begin_array("unfit_characters");
  for (const sms::Unfit& unfit : found.unfit)
    writer.begin_object()
        .text("character", sms::utf8_of(unfit.character))
        .text("code_point", code_point(unfit.character))
        .number("count", unfit.count)
        .number("position", unfit.first)
        .end_object();
  writer.end_array();
}

}  // namespace

Answer estimate_message(const MessagePorts& ports, const Call& call) {
  const auto request = compose_request(ports, call.principal.tenant, call.body);
  if (!request) return request.error();
  const domain::MessageContent& content = request->message.content;
  const sms::Segmentation found = sms::segment(content.body);
  json::Writer writer;
  writer.begin_object()
      .text("channel_id", request->message.channel.text)
      .text("channel_type", content.channel_type)
      .text("to_address", content.to_address)
      .text("message_class", content.message_class)
      .number("characters", found.characters);
  if (content.channel_type == "SMS") {
    write_segmentation(writer, found);
  } else {
    writer.null("encoding").null("units").null("segments").begin_array("unfit_characters").end_array();
  }
  http::Response response;
  response.body = writer.end_object().take();
  return response;
}

}  // namespace herald::api
