#include "host/dispatch/attached.hpp"

#include <algorithm>
#include <optional>

#include "host/json/document.hpp"
#include "host/json/writer.hpp"

namespace herald::dispatch {
namespace {

using json::Document;

std::string member_text(const Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->text().value_or("") : "";
}

std::int64_t size_of(const Document& attachment) {
  const auto member = attachment.member("size");
  return member ? member->integer().value_or(0) : 0;
}

std::vector<Document> attachments_of(const domain::Message& message) {
  if (message.content.attachments_json == "[]") return {};
  const auto list = json::parse(message.content.attachments_json);
  return list ? list->elements() : std::vector<Document>{};
}

void write_file(json::Writer& out, const Document& attachment, const std::string& link) {
  out.begin_object().text("blob", member_text(attachment, "media_id"));
  if (!link.empty()) out.text("url", link);
  out.text("content_type", member_text(attachment, "content_type"))
      .text("name", member_text(attachment, "name"))
      .number("size", size_of(attachment))
      .end_object();
}

}  // namespace

bool has_urls(const domain::Message& message) {
  return std::ranges::any_of(attachments_of(message), [](const Document& attachment) {
    return member_text(attachment, "media_id").empty();
  });
}

domain::Message with_media(domain::Message message, const std::vector<domain::Medium>& media) {
  json::Writer out;
  out.begin_array();
  for (const domain::Medium& one : media)
    out.begin_object()
        .text("media_id", one.id.text)
        .text("content_type", one.bytes.content_type)
        .text("name", one.name)
        .number("size", one.bytes.size)
        .text("sha256", one.bytes.digest)
        .end_object();
  message.content.attachments_json = out.end_array().take();
  return message;
}

std::vector<AttachedFile> attached_files(const domain::Message& message, const MediaSource& media) {
  std::vector<AttachedFile> out;
  if (media.files == nullptr) return out;
  for (const Document& attachment : attachments_of(message)) {
    const std::string blob = member_text(attachment, "media_id");
    if (blob.empty()) continue;
    out.push_back({.blob = blob,
                   .path = media.files->path_of(message.tenant, member_text(attachment, "sha256")),
                   .size = size_of(attachment)});
  }
  return out;
}

std::string attachments_input(const domain::Message& message, const MediaSource& media) {
  json::Writer out;
  out.begin_array();
  for (const Document& attachment : attachments_of(message)) {
    const std::string blob = member_text(attachment, "media_id");
    if (blob.empty())
      out.raw(attachment.compact());
    else
      write_file(out, attachment,
                 media.link ? media.link(message.tenant, domain::MediaId{blob}) : std::string{});
  }
  return out.end_array().take();
}

}  // namespace herald::dispatch
