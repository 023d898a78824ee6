#include "plugins/providers/telegram/file_limits.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"
#include "plugins/providers/parts/text.hpp"

namespace herald::telegram {
using namespace provider;
namespace {

using nlohmann::json;

constexpr std::size_t kMostInAlbum = 10;
constexpr std::int64_t kMostInRequest = std::int64_t{50} << 20U;

Refusal unfit(const char* code, std::string text) { return {"content_rejected", code, std::move(text)}; }

std::optional<Refusal> file_refusal(const json& file, const SendKind& kind) {
  const bool ours = !text_at(file, "blob").empty();
  if (!ours && !is_web_url(text_at(file, "url")))
    return Refusal{"unsupported", "media_url",
                   "expected an attachment with an URL that Telegram can fetch, or bytes"};
  const std::int64_t size = integer_at(file, "size").value_or(ours ? 0 : 1);
  const std::int64_t most = ours ? kind.most_uploaded : kind.most_linked;
  if (size < 1 || size > most)
    return unfit("file_size",
                 "expected 1 to " + std::to_string(most) + " bytes, found " + std::to_string(size));
  const std::string type = lower(text_at(file, "content_type"));
  if (!ours && kind.field == "voice" && !type.empty() && !type.starts_with("audio/ogg"))
    return unfit("content_type", "expected audio/ogg: Telegram fetches no other voice message");
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> files_refusal(const json& attachments, const SendKind& kind) {
  const std::size_t most = kind.album.empty() ? 1 : kMostInAlbum;
  if (attachments.empty() || attachments.size() > most)
    return unfit("attachments", std::string("expected ") + (most == 1 ? "one file" : "1 to 10 files") +
                                    ", found " + std::to_string(attachments.size()));
  std::int64_t uploaded = 0;
  for (const json& file : attachments) {
    if (auto refusal = file_refusal(file, kind)) return refusal;
    if (!text_at(file, "blob").empty()) uploaded += integer_at(file, "size").value_or(0);
  }
  if (uploaded > kMostInRequest)
    return unfit("file_size", "expected at most 52428800 bytes in all, found " + std::to_string(uploaded));
  return std::nullopt;
}

}  // namespace herald::telegram
