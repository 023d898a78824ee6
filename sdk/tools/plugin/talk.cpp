#include "sdk/tools/plugin/talk.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "sdk/tools/plugin/secrets.hpp"
#include "sdk/tools/plugin/verdict_rules.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

constexpr std::size_t kMostActions = 64;
constexpr std::size_t kLargestState = 16384;
constexpr std::size_t kMostInClear = 1024;
constexpr int kLongestTimer = 600'000;

bool is_integer_between(const json& value, std::int64_t least, std::int64_t most) {
  return value.is_number_integer() && value >= least && value <= most;
}

std::string text_of(const json& object, const char* key) {
  const json value = object.is_object() ? object.value(key, json{}) : json{};
  return value.is_string() ? value.get<std::string>() : "";
}

/// The bytes of one segment of write; false for one that is none.
bool append(std::string& to, const json& segment, const std::string& bytes) {
  if (!segment.is_object()) return false;
  if (segment.contains("text")) {
    to += text_of(segment, "text");
    return segment["text"].is_string();
  }
  const json range = segment.value("range", json{});
  if (!range.is_object()) return false;
  const json off = range.value("off", json{}), len = range.value("len", json{});
  const auto size = static_cast<std::int64_t>(bytes.size());
  if (!is_integer_between(off, 0, size) || !is_integer_between(len, 0, size - off.get<std::int64_t>()))
    return false;
  to.append(bytes, off.get<std::size_t>(), len.get<std::size_t>());
  return true;
}

/// A file of the message as a segment of write: it stands in the deeds by its name.
bool append_file(std::string& to, const json& segment, const std::string& input) {
  const json encodings{"none", "base64", "base64_mime"};
  const std::string blob = text_of(segment, "blob");
  const json encode = segment.value("encode", json("none"));
  const json message = json::parse(input, nullptr, false).value("message", json::object());
  const json attachments = message.value("attachments", json::array());
  const bool known = std::ranges::any_of(
      attachments, [&](const json& one) { return !blob.empty() && text_of(one, "blob") == blob; });
  if (!known || std::ranges::find(encodings, encode) == encodings.end()) return false;
  to += "{blob " + blob + ' ' + encode.get<std::string>() + '}';
  return true;
}

std::string without(std::string text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts)
    for (std::size_t at = text.find(part); !part.empty() && at != std::string::npos; at = text.find(part, at))
      text.replace(at, part.size(), "***");
  return text;
}

}  // namespace

std::string visible(const std::string& bytes) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '\r')
      out += "\\r";
    else if (c == '\n')
      out += "\\n";
    else if (code < 0x20 || code == 0x7f)
      (out += "\\x") += {kDigits[code >> 4U], kDigits[code & 15U]};
    else
      out += c;
  }
  return out;
}

Talk::Talk(Subject& subject, Step step, std::string where)
    : subject_{&subject}, step_{std::move(step)}, where_{std::move(where)} {
  step_.state = "{}";
  take(subject_->plan(step_));
  if (progress_.mode.empty()) progress_.over = true;  // the host has nothing more to tell
}

void Talk::tell(const Turn& turn) {
  if (progress_.over) return;
  if (turn.kind == HERALD_STREAM_CONNECTED) {
    progress_.connected = true;
    progress_.secure = progress_.mode == "implicit";
  }
  if (turn.kind == HERALD_STREAM_TLS_STARTED) progress_.secure = true;
  if (turn.kind == HERALD_STREAM_CLOSED) progress_.told_end = true;
  if (turn.kind == HERALD_STREAM_BYTES) {
    unconsumed_ += turn.bytes;
    progress_.answered = true;
  }
  if (turn.kind == HERALD_STREAM_MESSAGE) progress_.answered = true;
  const bool shows = turn.kind == HERALD_STREAM_BYTES || turn.kind == HERALD_STREAM_CLOSED;
  const bool greets = turn.kind == HERALD_STREAM_CONNECTED || turn.kind == HERALD_STREAM_TLS_STARTED;
  std::string info = "{}";
  if (greets) info = progress_.secure ? R"({"tls":"TLSv1.3"})" : R"({"tls":""})";
  if (turn.kind == HERALD_STREAM_MESSAGE) info = R"({"text":1})";
  const std::string bytes = turn.kind == HERALD_STREAM_MESSAGE ? turn.bytes : shows ? unconsumed_ : "";
  take(subject_->feed(step_, {.kind = turn.kind, .bytes = bytes, .info = info}));
}

std::vector<std::string> Talk::merged() const {
  std::vector<std::string> all;
  for (const std::string& deed : deeds_) {
    if (deed.starts_with("> ") && !all.empty() && all.back().starts_with("> "))
      all.back() += deed.substr(2);
    else
      all.push_back(deed);
  }
  return all;
}

void Talk::take(const Outcome& outcome) {
  last_ = outcome;
  if (!outcome.ok()) {
    progress_.over = true;
    return expect(false, "actions: a far side must not be able to make calls fail",
                  "a failure: " + shown(outcome.reason));
  }
  const json reply = json::parse(outcome.json, nullptr, false);
  if (!reply.is_object()) return expect(false, "a reply that is a JSON object", shown(outcome.json));
  const json consumed = reply.value("consumed", json(0));
  const bool sound = is_integer_between(consumed, 0, static_cast<std::int64_t>(unconsumed_.size()));
  expect(sound, "consumed from 0 to the number of bytes shown", shown(consumed.dump()));
  if (sound) unconsumed_.erase(0, consumed.get<std::size_t>());
  for (const json& item : reply.value("redact", json::array())) {
    expect(item.is_string() && !item.get_ref<const std::string&>().empty(), "redact with texts only",
           shown(item.dump()));
    if (item.is_string()) progress_.redact.push_back(item.get<std::string>());
  }
  if (reply.contains("state")) {
    expect(reply["state"].is_object(), "a state that is a JSON object", shown(reply["state"].dump()));
    step_.state = reply["state"].dump();
    expect(step_.state.size() <= kLargestState, "a state of at most 16 KiB",
           std::to_string(step_.state.size()) + " bytes");
  }
  const json actions = reply.value("actions", json::array());
  if (!actions.is_array()) return expect(false, "a list of actions", shown(actions.dump()));
  take_actions(actions, outcome.bytes);
  judge_secrets();
}

void Talk::take_actions(const json& actions, const std::string& bytes) {
  expect(actions.size() <= kMostActions, "at most 64 actions in one reply", std::to_string(actions.size()));
  bool last_bytes_follow = true;
  for (const json& action : actions) {
    if (!action.is_object() || action.size() != 1)
      return expect(false, "actions that are objects with one member", shown(action.dump()));
    expect(!progress_.over, "no action after close", shown(action.dump()));
    if (progress_.over) return;
    const std::string name = action.begin().key();
    act(name, action.begin().value(), bytes);
    if (name == "commit") last_bytes_follow = false;
    if (name == "write" || name == "message") last_bytes_follow = true;
  }
  expect(last_bytes_follow, "commit before the last bytes that the far side needs", "no write after it");
}

void Talk::act(const std::string& name, const json& wish, const std::string& bytes) {
  const std::set<std::string> on_connection{"write", "message", "start_tls", "commit"};
  expect(!on_connection.contains(name) || !progress_.mode.empty(), "connect before " + name, "none");
  if (name == "connect") return connect(wish);
  if (name == "write") return write(wish, bytes);
  if (name == "message") return say(wish, bytes);
  if (name == "commit") return commit();
  if (name == "verdict") return conclude(wish);
  if (name == "start_tls") {
    deeds_.emplace_back(name);
    return expect(progress_.mode == "starttls" && !progress_.secure, "start_tls once, in mode starttls",
                  "mode " + progress_.mode);
  }
  if (name == "timer") {
    const json after = wish.is_object() ? wish.value("after_ms", json{}) : json{};
    deeds_.push_back("timer " + after.dump());
    return expect(is_integer_between(after, 0, kLongestTimer), "after_ms from 0 to 600000",
                  shown(after.dump()));
  }
  if (name != "close") return expect(false, "actions that this release knows", shown(name));
  deeds_.emplace_back(name);
  progress_.over = true;
}

void Talk::connect(const json& wish) {
  const std::string host = text_of(wish, "host"), mode = text_of(wish, "tls");
  const json port = wish.is_object() ? wish.value("port", json{}) : json{};
  expect(progress_.mode.empty(), "one connection for an operation", "a second connect");
  expect(!host.empty() && host.size() <= 253, "connect with a host of 1 to 253 characters",
         shown(wish.dump()));
  expect(is_integer_between(port, 1, 65'535), "connect with a port from 1 to 65535", shown(wish.dump()));
  expect(mode == "implicit" || mode == "starttls" || mode == "none",
         "connect with tls: implicit, starttls or none", shown(wish.dump()));
  progress_.messages = wish.is_object() && wish.contains("websocket");
  expect(!progress_.messages || mode != "starttls", "tls implicit or none with websocket", mode);
  deeds_.push_back("connect " + host + ':' + port.dump() + ' ' + mode +
                   (progress_.messages ? " websocket" : ""));
  progress_.mode = mode;
}

void Talk::write(const json& segments, const std::string& bytes) {
  std::string text;
  bool sound = segments.is_array();
  if (sound)
    for (const json& segment : segments) {
      const bool file = segment.is_object() && segment.contains("blob");
      sound = (file ? append_file(text, segment, step_.input) : append(text, segment, bytes)) && sound;
    }
  expect(sound, "a write of segments {text}, {range} within the bytes or {blob} of the message",
         shown(segments.dump()));
  expect(!progress_.messages, "messages on a websocket", "a write");
  deeds_.push_back("> " + text);
  progress_.written += text;
  if (progress_.mode != "starttls" || progress_.secure) return;
  const Secrets secrets{step_.account, subject_->facts().value("config_secrets", json::array()).dump()};
  expect(!secrets.leaks_into(progress_.written), "no secret before TLS stands", "one of the account's");
  expect(progress_.written.size() <= kMostInClear, "at most 1 KiB before TLS stands",
         std::to_string(progress_.written.size()) + " bytes");
}

void Talk::say(const json& message, const std::string& bytes) {
  const bool is_text = message.is_object() && message.contains("text");
  const json segments = message.is_object() ? message.value(is_text ? "text" : "binary", json{}) : json{};
  std::string content;
  bool sound = segments.is_array() && message.size() == 1;
  if (sound)
    for (const json& segment : segments) sound = append(content, segment, is_text ? "" : bytes) && sound;
  expect(sound, "a message {text} or {binary} of segments, text without range", shown(message.dump()));
  expect(progress_.messages && progress_.connected, "messages on a websocket that stands", "one elsewhere");
  deeds_.push_back("message " + content);
  progress_.written += content;
}

void Talk::commit() {
  deeds_.emplace_back("commit");
  expect(!progress_.committed, "commit once", "a second one");
  expect(step_.op == "send", "no commit in " + step_.op + ", which must deliver nothing", "one");
  expect(progress_.mode != "starttls" || progress_.secure, "no commit before TLS stands", "one");
  expect(progress_.verdict.empty(), "no commit after a verdict", "one");
  expect(!progress_.told_end, "no commit after the far side has closed", "one");
  progress_.committed = true;
  progress_.answered = false;
}

void Talk::conclude(const json& verdict) {
  deeds_.push_back("verdict " + verdict.dump());
  expect(progress_.verdict.empty(), "one verdict", "a second one");
  progress_.verdict = text_of(verdict, "kind");
  judge_verdict(*subject_, step_, {.status = HERALD_OK, .json = json{{"verdict", verdict}}.dump()},
                where_ + point_);
  if (progress_.verdict == "accepted")
    expect(progress_.committed, "commit before what makes the far side accept", "accepted without it");
  const std::set<std::string> certain{"accepted", "rejected", "retry", "rate_limited", "auth_failed"};
  if (progress_.committed && !progress_.answered)
    expect(!certain.contains(progress_.verdict),
           "unknown while the far side has said nothing since the point of no return", progress_.verdict);
}

void Talk::judge_secrets() {
  const Secrets secrets{step_.account, subject_->facts().value("config_secrets", json::array()).dump()};
  expect(!secrets.leaks_into(step_.state), "a state without secrets", "one of the account's");
  expect(!secrets.encoded_in(without(progress_.written, progress_.redact)),
         "every encoded form of a secret in redact", "one that is written and not named there");
}

void Talk::expect(bool good, const std::string& expected, const std::string& found) {
  if (!good) subject_->findings().add(expected, found + " (" + where_ + point_ + ")");
}

}  // namespace herald::kit
