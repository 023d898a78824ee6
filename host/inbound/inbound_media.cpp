#include "host/inbound/inbound_media.hpp"

#include <algorithm>
#include <optional>

#include "host/base/redact.hpp"
#include "host/inbound/texts.hpp"
#include "host/json/range.hpp"
#include "host/json/writer.hpp"

namespace herald::inbound {
namespace {

using domain::Medium;
using json::Document;

// The bounds are those of table communication_attachment.
constexpr std::size_t kMostMedia = 100;
constexpr std::size_t kLongestName = 255;
constexpr std::size_t kLongestType = 128;
constexpr std::size_t kLongestUrl = 2048;
constexpr std::size_t kLongestRef = 255;

std::int64_t number_in(const Document& object, std::string_view name, std::int64_t preset) {
  const auto member = object.member(name);
  return member ? member->integer().value_or(preset) : preset;
}

void write_stored(json::Writer& out, const domain::StoredBytes& bytes) {
  out.begin_object("stored")
      .text("sha256", bytes.digest)
      .number("size", bytes.size)
      .text("content_type", bytes.content_type)
      .end_object();
}

/// The medium with what became of its bytes; a file that is refused stays without them, with the reason.
std::optional<Error> write_kept(json::Writer& out, const Document& medium, const EventPlace& place) {
  out.begin_object();
  for (const std::string& name : medium.names())
    if (name != "range" && name != "stored" && name != "refused")
      out.raw(name, medium.member(name)->compact());
  if (const auto range = medium.member("range")) {
    const auto bytes = json::range_of(*range, place.bytes);
    const auto kept =
        bytes && place.files != nullptr
            ? place.files->keep(*bytes, place.channel.tenant, text_of(medium, "content_type"),
                                domain::TypeClaim::Hint)
            : Result<domain::StoredBytes>{Error{.code = Errc::Invalid, .reason = "bytes_missing"}};
    if (kept)
      write_stored(out, *kept);
    else if (kept.error().code == Errc::Invalid)
      out.text("refused", kept.error().reason);
    else
      return kept.error();
  }
  out.end_object();
  return std::nullopt;
}

domain::StoredBytes stored_of(const Document& medium) {
  if (const auto stored = medium.member("stored"))
    return {.digest = text_of(*stored, "sha256"),
            .size = number_in(*stored, "size", 0),
            .content_type = text_of(*stored, "content_type")};
  return {.size = std::max<std::int64_t>(number_in(medium, "size", 0), 0),
          .content_type = text_of(medium, "content_type")};
}

/// Why it can never be fetched; empty when it can.
std::string unfetchable(const Document& medium, const Medium& out) {
  if (auto refused = text_of(medium, "refused"); !refused.empty()) return refused;
  if (out.url.empty() && out.provider_ref.empty()) return "no_source";
  if (out.url.size() > kLongestUrl) return "url_too_long";
  return out.provider_ref.size() > kLongestRef ? "ref_too_long" : "";
}

Medium medium_of(const Document& medium, const EventPlace& place) {
  Medium out{.id = domain::MediaId{make_uuid(place.now, place.random)},
             .tenant = place.channel.tenant,
             .name = text_of(medium, "name"),
             .bytes = stored_of(medium),
             .url = text_of(medium, "url"),
             .provider_ref = text_of(medium, "ref")};
  out.media_type = domain::media_type_of(out.bytes.content_type);
  cut(out.name, kLongestName);
  cut(out.bytes.content_type, kLongestType);
  if (!out.bytes.digest.empty()) return out;
  out.reason = unfetchable(medium, out);
  out.status = out.reason.empty() ? Medium::Status::Pending : Medium::Status::Failed;
  cut(out.url, kLongestUrl);
  cut(out.provider_ref, kLongestRef);
  return out;
}

}  // namespace

Result<Document> keep_media(const Document& event, const EventPlace& place) {
  const auto media = event.member("media");
  if (!media || media->elements().empty()) return event;
  json::Writer out;
  out.begin_object();
  for (const std::string& name : event.names()) {
    if (name != "media") {
      out.raw(name, event.member(name)->compact());
      continue;
    }
    out.begin_array("media");
    for (const Document& medium : media->elements())
      if (auto error = write_kept(out, medium, place)) return *std::move(error);
    out.end_array();
  }
  return json::parse(out.end_object().take(), {.depth = 64, .bytes = std::size_t{16} << 20U});
}

std::vector<Medium> read_media(const Document& list, const EventPlace& place) {
  std::vector<Medium> out;
  for (const Document& medium : list.elements()) {
    if (out.size() == kMostMedia) break;
    out.push_back(medium_of(medium, place));
    out.back().position = static_cast<int>(out.size()) - 1;
  }
  return out;
}

std::string media_json(const std::vector<Medium>& media) {
  json::Writer out;
  out.begin_array();
  for (const Medium& one : media) {
    out.begin_object().text("media_id", one.id.text);
    if (!one.url.empty()) out.text("url", one.url);
    if (!one.bytes.content_type.empty()) out.text("content_type", one.bytes.content_type);
    if (!one.name.empty()) out.text("name", one.name);
    if (one.bytes.size > 0) out.number("size", one.bytes.size);
    if (!one.bytes.digest.empty()) out.text("sha256", one.bytes.digest);
    out.end_object();
  }
  return out.end_array().take();
}

}  // namespace herald::inbound
