#include "host/dispatch/plan.hpp"

#include <algorithm>

#include "host/json/document.hpp"
#include "host/json/range.hpp"

namespace herald::dispatch {
namespace {

using json::Document;

constexpr std::size_t kLargestState = 16 * 1024;

Error bad_plan(const std::string& what) {
  return {.code = Errc::Internal,
          .reason = "bad_plan",
          .detail = "the provider plugin answered outside of its contract: " + what};
}

std::string text_of(const Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->text().value_or("") : "";
}

std::optional<std::int64_t> integer_of(const Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->integer() : std::nullopt;
}

Verdict read_verdict(const Document& document) {
  Verdict verdict{.kind = text_of(document, "kind"),
                  .error_class = text_of(document, "class"),
                  .code = text_of(document, "code"),
                  .text = text_of(document, "text"),
                  .detail = text_of(document, "detail"),
                  .segments = domain::segments_of(integer_of(document, "segments")),
                  .cost = domain::cost_of(integer_of(document, "cost_micros"), text_of(document, "currency")),
                  .address = text_of(document, "address"),
                  .after_ms = integer_of(document, "after_ms"),
                  .scope = text_of(document, "scope")};
  if (const auto ids = document.member("ids")) verdict.provider_id = text_of(*ids, "provider_id");
  return verdict;
}

struct Body {
  std::string text;
  std::vector<domain::FileSegment> files;
};

std::optional<Error> add_range(const Document& range, const std::string& bytes, Body& body) {
  const auto found = json::range_of(range, bytes);
  if (!found) return bad_plan("a body range lies outside of its bytes");
  body.text += *found;
  return std::nullopt;
}

std::optional<Error> add_file(const Document& segment, std::span<const AttachedFile> files, Body& body) {
  const std::string blob = text_of(segment, "blob");
  const auto file = std::ranges::find(files, blob, &AttachedFile::blob);
  if (file == files.end()) return bad_plan("a body names a blob that the message does not have");
  const auto encode = segment.member("encode");
  const auto encoding = domain::file_encoding(encode ? encode->text().value_or("?") : "");
  if (!encoding) return bad_plan("a blob is encoded as none, base64 or base64_mime");
  body.files.push_back(
      {.at = body.text.size(), .path = file->path, .size = file->size, .encoding = *encoding});
  return std::nullopt;
}

Result<Body> read_body(const Document& request, const std::string& bytes,
                       std::span<const AttachedFile> files) {
  Body body;
  const auto segments = request.member("body");
  if (!segments) return body;
  for (const Document& segment : segments->elements()) {
    std::optional<Error> error;
    if (const auto text = segment.member("text")) {
      body.text += text->text().value_or("");
    } else if (const auto range = segment.member("range")) {
      error = add_range(*range, bytes, body);
    } else if (segment.member("blob")) {
      error = add_file(segment, files, body);
    } else {
      error = bad_plan("a body segment is neither text, range nor blob");
    }
    if (error) return *std::move(error);
  }
  return body;
}

Result<std::vector<std::pair<std::string, std::string>>> read_headers(const Document& request) {
  std::vector<std::pair<std::string, std::string>> headers;
  const auto list = request.member("headers");
  if (!list) return headers;
  for (const Document& pair : list->elements()) {
    const std::vector<Document> parts = pair.elements();
    if (parts.size() != 2 || !parts[0].text() || !parts[1].text())
      return bad_plan("a header is not [name, value]");
    headers.emplace_back(*parts[0].text(), *parts[1].text());
  }
  return headers;
}

Result<Step> read_request(const Document& plan, const Document& request, const std::string& bytes,
                          std::span<const AttachedFile> files) {
  Planned planned;
  planned.request.method = text_of(request, "method");
  planned.request.url = text_of(request, "url");
  if (planned.request.method.empty() || planned.request.url.empty())
    return bad_plan("a request needs method and url");
  const auto commits = request.member("commits");
  if (!commits || !commits->boolean()) return bad_plan("a request must say whether it commits");
  planned.commits = *commits->boolean();
  auto headers = read_headers(request);
  if (!headers) return headers.error();
  planned.request.headers = std::move(*headers);
  auto body = read_body(request, bytes, files);
  if (!body) return body.error();
  planned.request.body = std::move(body->text);
  planned.request.files = std::move(body->files);
  if (const auto timeout = integer_of(request, "timeout_ms"))
    planned.request.timeout = std::chrono::milliseconds{*timeout};
  if (const auto media = request.member("media")) planned.media = media->boolean().value_or(false);
  planned.keep = std::chrono::milliseconds{integer_of(request, "keep_ms").value_or(0)};
  if (const auto redact = request.member("redact"))
    for (const Document& item : redact->elements()) planned.redact.push_back(item.text().value_or(""));
  if (const auto state = plan.member("state")) {
    planned.state = state->compact();
    if (planned.state->size() > kLargestState) return bad_plan("its state is larger than 16 KiB");
  }
  return Step{std::move(planned)};
}

}  // namespace

Result<Step> read_plan(const domain::ProviderReply& reply, std::span<const AttachedFile> files) {
  const auto document = json::parse(reply.json);
  if (!document) return bad_plan(document.error().detail);
  if (const auto verdict = document->member("verdict")) return Step{read_verdict(*verdict)};
  if (const auto request = document->member("request"))
    return read_request(*document, *request, reply.bytes, files);
  return bad_plan("expected a request or a verdict");
}

Result<Judged> read_judgement(const domain::ProviderReply& reply) {
  const auto document = json::parse(reply.json);
  if (!document) return bad_plan(document.error().detail);
  if (const auto verdict = document->member("verdict")) return Judged{read_verdict(*verdict)};
  const auto next = document->member("continue");
  if (!next) return bad_plan("expected a verdict or continue");
  const auto state = next->member("state");
  Continue go{.state = state ? state->compact() : "{}"};
  if (go.state.size() > kLargestState) return bad_plan("its state is larger than 16 KiB");
  return Judged{std::move(go)};
}

}  // namespace herald::dispatch
