#include "host/streams/actions.hpp"

#include <algorithm>
#include <utility>

#include "host/json/document.hpp"
#include "host/json/range.hpp"

namespace herald::streams {
namespace {

using json::Document;

constexpr std::size_t kMostActions = 64;
constexpr std::size_t kLargestState = 16 * 1024;
constexpr std::size_t kLongestHost = 253;
constexpr std::int64_t kLongestTimer = 600'000;

Error bad_actions(const std::string& what) {
  return {.code = Errc::Internal,
          .reason = "bad_actions",
          .detail = "the provider plugin answered outside of its contract: " + what};
}

std::string text_of(const Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->text().value_or("") : "";
}

std::int64_t integer_of(const Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->integer().value_or(-1) : -1;
}

std::optional<TlsMode> mode_of(const std::string& word) {
  if (word == "none") return TlsMode::None;
  if (word == "starttls") return TlsMode::StartTls;
  if (word == "implicit") return TlsMode::Implicit;
  return std::nullopt;
}

Result<Action> read_connect(const Document& wish) {
  Connect connect{.host = text_of(wish, "host")};
  const std::int64_t port = integer_of(wish, "port");
  const auto mode = mode_of(text_of(wish, "tls"));
  const bool named = !connect.host.empty() && connect.host.size() <= kLongestHost &&
                     connect.host.find('\0') == std::string::npos;
  if (!named) return bad_actions("connect needs a host of at most 253 characters");
  if (port < 1 || port > 65'535) return bad_actions("connect needs a port from 1 to 65535");
  if (!mode) return bad_actions("connect needs tls: none, starttls or implicit");
  connect.port = static_cast<std::uint16_t>(port);
  connect.tls = *mode;
  if (const auto websocket = wish.member("websocket")) {
    if (connect.tls == TlsMode::StartTls) return bad_actions("a websocket needs tls: none or implicit");
    auto upgrade = read_upgrade(websocket->compact());
    if (!upgrade) return upgrade.error();
    connect.upgrade = *std::move(upgrade);
  }
  return Action{std::move(connect)};
}

/// What a plugin wants written, and what it may name there.
struct Material {
  std::string_view bytes{};
  std::span<const domain::AttachedFile> files{};
};

std::optional<Error> add_range(const Document& range, std::string_view bytes, Write& write) {
  const auto found = json::range_of(range, bytes);
  if (!found) return bad_actions("a range of write lies outside of its bytes");
  write.bytes += *found;
  return std::nullopt;
}

std::optional<Error> add_file(const Document& segment, std::span<const domain::AttachedFile> files,
                              Write& write) {
  const auto file = std::ranges::find(files, text_of(segment, "blob"), &domain::AttachedFile::blob);
  if (file == files.end()) return bad_actions("a write names a blob that the message does not have");
  const auto encode = segment.member("encode");
  const auto encoding = domain::file_encoding(encode ? encode->text().value_or("?") : "");
  if (!encoding) return bad_actions("a blob is encoded as none, base64 or base64_mime");
  write.files.push_back(
      {.at = write.bytes.size(), .path = file->path, .size = file->size, .encoding = *encoding});
  return std::nullopt;
}

Result<Write> read_segments(const Document& segments, const Material& material) {
  Write write;
  if (segments.kind() != json::Kind::Array) return bad_actions("write is not a list of segments");
  for (const Document& segment : segments.elements()) {
    std::optional<Error> error;
    if (const auto text = segment.member("text")) {
      write.bytes += text->text().value_or("");
    } else if (const auto range = segment.member("range")) {
      error = add_range(*range, material.bytes, write);
    } else if (segment.member("blob")) {
      error = add_file(segment, material.files, write);
    } else {
      error = bad_actions("a segment of write is neither text, range nor blob");
    }
    if (error) return *std::move(error);
  }
  return write;
}

Result<Action> read_write(const Document& segments, const Material& material) {
  auto write = read_segments(segments, material);
  if (!write) return write.error();
  return Action{*std::move(write)};
}

Result<Action> read_message(const Document& wish, std::string_view bytes) {
  const auto text = wish.member("text");
  const auto binary = wish.member("binary");
  if (text.has_value() == binary.has_value()) return bad_actions("message needs either text or binary");
  // What comes from a JSON text is UTF-8; bytes need not be. A message has no files: it is whole in memory.
  auto joined = text ? read_segments(*text, {}) : read_segments(*binary, {.bytes = bytes});
  if (!joined) return joined.error();
  return Action{Message{text ? Payload::Text : Payload::Binary, std::move(joined->bytes)}};
}

Result<Action> read_timer(const Document& wish) {
  const std::int64_t after = integer_of(wish, "after_ms");
  if (after < 0 || after > kLongestTimer) return bad_actions("timer needs after_ms from 0 to 600000");
  return Action{SetTimer{std::chrono::milliseconds{after}}};
}

Result<Action> read_action(const Document& action, const Material& material) {
  if (action.names().size() != 1) return bad_actions("an action is not an object with one member");
  const std::string name = action.names().front();
  const Document wish = *action.member(name);
  if (name == "connect") return read_connect(wish);
  if (name == "write") return read_write(wish, material);
  if (name == "message") return read_message(wish, material.bytes);
  if (name == "start_tls") return Action{StartTls{}};
  if (name == "timer") return read_timer(wish);
  if (name == "commit") return Action{Commit{}};
  if (name == "close") return Action{Close{}};
  if (name != "verdict") return bad_actions("an action that this host does not know");
  if (wish.kind() != json::Kind::Object) return bad_actions("a verdict is not an object");
  return Action{Conclude{wish.compact()}};
}

}  // namespace

Result<Moves> read_moves(const domain::ProviderReply& reply, std::size_t shown,
                         std::span<const domain::AttachedFile> files) {
  const auto document = json::parse(reply.json);
  if (!document) return bad_actions(document.error().detail);
  if (document->kind() != json::Kind::Object) return bad_actions("expected an object");
  Moves moves;
  if (const auto state = document->member("state")) {
    moves.state = state->compact();
    if (moves.state->size() > kLargestState) return bad_actions("its state is larger than 16 KiB");
  }
  if (document->member("consumed")) {
    const std::int64_t consumed = integer_of(*document, "consumed");
    if (consumed < 0 || static_cast<std::uint64_t>(consumed) > shown)
      return bad_actions("it consumed more bytes than there are");
    moves.consumed = static_cast<std::size_t>(consumed);
  }
  if (const auto redact = document->member("redact"))
    for (const Document& item : redact->elements()) moves.redact.push_back(item.text().value_or(""));
  const auto actions = document->member("actions");
  if (!actions) return moves;
  for (const Document& item : actions->elements()) {
    if (moves.actions.size() == kMostActions) return bad_actions("more than 64 actions at once");
    auto action = read_action(item, {.bytes = reply.bytes, .files = files});
    if (!action) return action.error();
    moves.actions.push_back(*std::move(action));
  }
  return moves;
}

Result<Moves> permitted(Moves moves, Carries carries, domain::PointOfNoReturn commit) {
  for (const Action& action : moves.actions) {
    if (const auto* connect = std::get_if<Connect>(&action))
      carries = connect->upgrade ? Carries::Messages : Carries::Bytes;
    const bool of_bytes = std::holds_alternative<Write>(action) || std::holds_alternative<StartTls>(action);
    if (of_bytes && carries == Carries::Messages) return bad_actions("write and start_tls on a websocket");
    if (std::holds_alternative<Message>(action) && carries == Carries::Bytes)
      return bad_actions("a message where there is no websocket");
    if (std::holds_alternative<Commit>(action) && commit == domain::PointOfNoReturn::Refused)
      return bad_actions("commit in an operation that must deliver nothing");
  }
  return moves;
}

}  // namespace herald::streams
