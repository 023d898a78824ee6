#include "host/plugins/frame.hpp"

#include <cstring>

namespace herald::plugins::frame {
namespace {

constexpr std::uint32_t kMark = 0x31524c48;      // "HLR1"
constexpr std::uint32_t kQuestion = 0x31514c48;  // "HLQ1"

Error bad_frame(std::string_view what) {
  return {Errc::Invalid, "bad_frame", "expected a frame of the runner, found " + std::string{what}};
}

void put(std::string& out, std::uint32_t number) {
  char raw[sizeof number];
  std::memcpy(raw, &number, sizeof number);
  out.append(raw, sizeof raw);
}

void put(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out.append(text);
}

/// A frame whose length is not known yet.
std::string begin(std::uint32_t sequence, std::size_t about, std::uint32_t mark = kMark) {
  std::string out;
  out.reserve(kHeadBytes + about);
  put(out, mark);
  put(out, sequence);
  put(out, 0U);
  return out;
}

std::string finish(std::string out) {
  const auto length = static_cast<std::uint32_t>(out.size() - kHeadBytes);
  std::memcpy(out.data() + kHeadBytes - sizeof length, &length, sizeof length);
  return out;
}

/// Takes numbers and texts from the front of foreign bytes; once something is missing, all else is empty.
class BodyReader {
 public:
  explicit BodyReader(std::string_view bytes) : left_{bytes} {}
  std::uint32_t number() {
    std::uint32_t value = 0;
    const std::string_view raw = take(sizeof value);
    if (good_) std::memcpy(&value, raw.data(), sizeof value);
    return value;
  }
  std::string_view text() { return take(number()); }
  /// Everything was there, and nothing is left over.
  [[nodiscard]] bool complete() const { return good_ && left_.empty(); }
  [[nodiscard]] bool good() const { return good_; }

 private:
  std::string_view take(std::size_t count) {
    good_ = good_ && count <= left_.size();
    if (!good_) return {};
    const std::string_view front = left_.substr(0, count);
    left_.remove_prefix(count);
    return front;
  }
  std::string_view left_;
  bool good_{true};
};

std::vector<LogLine> read_lines(BodyReader& in) {
  std::vector<LogLine> lines;
  const std::uint32_t count = in.number();
  for (std::uint32_t i = 0; i < count && i < kMostLines && in.good(); ++i) {
    LogLine line{in.number(), std::string{in.text()}, std::string{in.text()}};
    if (in.good()) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

std::string encode(std::uint32_t sequence, const Call& call) {
  std::string out = begin(sequence, 128 + call.input.size() + call.bytes.size() + call.account.size() +
                                        call.state.size() + call.headers_json.size() + call.body.size());
  put(out, static_cast<std::uint32_t>(call.verb));
  for (const std::string_view text :
       {call.seed, call.tenant, call.op, call.name, call.input, call.bytes, call.account, call.state})
    put(out, text);
  put(out, static_cast<std::uint32_t>(call.status));
  put(out, call.headers_json);
  put(out, call.body);
  return finish(std::move(out));
}

std::string encode(std::uint32_t sequence, const Answer& answer) {
  std::string out = begin(sequence, 128 + answer.reply.json.size() + answer.reply.bytes.size());
  for (const std::string_view text :
       {std::string_view{answer.reason}, std::string_view{answer.detail}, std::string_view{answer.reply.json},
        std::string_view{answer.reply.bytes}})
    put(out, text);
  std::size_t lines = 0;
  std::size_t bytes = 0;
  for (const LogLine& line : answer.log) {
    bytes += line.event.size() + line.fields.size();
    if (lines == kMostLines || bytes > kMostLog) break;
    ++lines;
  }
  put(out, static_cast<std::uint32_t>(lines));
  for (std::size_t i = 0; i < lines; ++i) {
    put(out, answer.log[i].level);
    put(out, answer.log[i].event);
    put(out, answer.log[i].fields);
  }
  return finish(std::move(out));
}

std::string encode(std::uint32_t sequence, const Question& question) {
  std::string out = begin(sequence, 16 + question.first.size() + question.second.size(), kQuestion);
  put(out, static_cast<std::uint32_t>(question.read));
  put(out, question.first);
  put(out, question.second);
  return finish(std::move(out));
}

std::string encode(std::uint32_t sequence, const Finding& finding) {
  std::string out = begin(sequence, 128 + finding.json.size());
  put(out, finding.bad_question ? 1U : 0U);
  put(out, finding.reason);
  put(out, finding.detail);
  put(out, finding.json);
  return finish(std::move(out));
}

Result<Head> read_head(std::string_view bytes, std::size_t most) {
  BodyReader in{bytes.substr(0, kHeadBytes)};
  const std::uint32_t mark = in.number();
  const Head head{mark == kQuestion, in.number(), in.number()};
  if (!in.complete() || (mark != kMark && mark != kQuestion)) return bad_frame("other bytes");
  if (head.length > most)
    return bad_frame("one of " + std::to_string(head.length) + " bytes, more than " + std::to_string(most));
  return head;
}

Result<Call> read_call(std::string_view body) {
  BodyReader in{body};
  Call call;
  const std::uint32_t verb = in.number();
  for (std::string_view* text :
       {&call.seed, &call.tenant, &call.op, &call.name, &call.input, &call.bytes, &call.account, &call.state})
    *text = in.text();
  call.status = static_cast<std::int32_t>(in.number());
  call.headers_json = in.text();
  call.body = in.text();
  if (!in.complete()) return bad_frame("a call that ends early or late");
  if (verb < static_cast<std::uint32_t>(Verb::Descriptor) ||
      verb > static_cast<std::uint32_t>(Verb::Filter) || call.seed.size() != kSeedBytes)
    return bad_frame("a call of another kind");
  call.verb = static_cast<Verb>(verb);
  return call;
}

Result<Answer> read_answer(std::string_view body) {
  BodyReader in{body};
  Answer answer;
  for (std::string* text : {&answer.reason, &answer.detail, &answer.reply.json, &answer.reply.bytes})
    *text = in.text();
  answer.log = read_lines(in);
  if (!in.complete()) return bad_frame("an answer that ends early or late");
  if (answer.reason.size() > kMostReason || answer.detail.size() > 2 * kMostReason ||
      answer.reply.json.size() > kMostJson || answer.reply.bytes.size() > kMostBytes)
    return bad_frame("an answer with a longer text than is allowed");
  return answer;
}

Result<Question> read_question(std::string_view body) {
  BodyReader in{body};
  const std::uint32_t read = in.number();
  const Question question{static_cast<Read>(read), in.text(), in.text()};
  if (!in.complete()) return bad_frame("a question that ends early or late");
  if (read < static_cast<std::uint32_t>(Read::Get) || read > static_cast<std::uint32_t>(Read::Count))
    return bad_frame("a question of another kind");
  return question;
}

Result<Finding> read_finding(std::string_view body) {
  BodyReader in{body};
  const std::uint32_t bad_question = in.number();
  Finding finding{bad_question == 1, std::string{in.text()}, std::string{in.text()}, std::string{in.text()}};
  if (!in.complete() || bad_question > 1) return bad_frame("a finding that ends early or late");
  return finding;
}

}  // namespace herald::plugins::frame
