#include "host/http/reader.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "host/http/chunked.hpp"

namespace herald::http {
namespace {

constexpr std::size_t kReserve = 64 * 1024;
constexpr Refusal kTooSlow{408, "request_timeout", "the request did not arrive in time"};

}  // namespace

std::optional<Stop> RequestReader::fill(std::chrono::nanoseconds longest) {
  std::array<char, 16 * 1024> buffer;
  const Read got = wire_.read(buffer, longest);
  if (got.outcome == Received::Closed) return Gone{};
  if (got.outcome == Received::TimedOut) return kTooSlow;
  pending_.append(buffer.data(), got.count);
  return std::nullopt;
}

std::optional<Stop> RequestReader::fill() { return fill(deadline_ - Tick::clock::now()); }

bool RequestReader::wait(const std::function<bool()>& crowded) {
  const Tick end = Tick::clock::now() + limits_.keep_alive_timeout;
  for (;;) {
    if (pending_.starts_with("\r\n"))
      pending_.erase(0, 2);  // RFC 9112 §2.2: some clients add one after a body
    if (!pending_.empty()) return true;
    const auto stop = fill(std::min<std::chrono::nanoseconds>(limits_.spare_idle, end - Tick::clock::now()));
    if (stop && (std::holds_alternative<Gone>(*stop) || Tick::clock::now() >= end || crowded())) return false;
  }
}

std::variant<std::size_t, Refusal, Gone> RequestReader::read_head() {
  std::size_t scanned = 0;
  for (;;) {
    const auto found = find_head_end(pending_, scanned, limits_.head.bytes);
    if (const auto* end = std::get_if<HeadEnd>(&found)) return end->size;
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    scanned = std::get<HeadOpen>(found).scanned;
    if (const auto stop = fill()) {
      if (const auto* refusal = std::get_if<Refusal>(&*stop)) return *refusal;
      return Gone{};
    }
  }
}

std::variant<Incoming, Refusal, Gone> RequestReader::read() {
  const Tick begun = Tick::clock::now();
  deadline_ = begun + std::min(limits_.head_timeout, limits_.receive_timeout);
  const auto size = read_head();
  if (const auto* refusal = std::get_if<Refusal>(&size)) return *refusal;
  if (std::holds_alternative<Gone>(size)) return Gone{};
  deadline_ = begun + limits_.receive_timeout;
  auto head = parse_head(std::string_view{pending_}.substr(0, std::get<std::size_t>(size)), limits_.head);
  if (const auto* refusal = std::get_if<Refusal>(&head)) return *refusal;
  pending_.erase(0, std::get<std::size_t>(size));
  Incoming incoming{std::get<Head>(std::move(head)), {}};
  const auto framing = frame(incoming.head);
  if (const auto* refusal = std::get_if<Refusal>(&framing)) return *refusal;
  incoming.framing = std::get<Framing>(framing);
  if (const auto stop = read_body(incoming.framing, incoming.head.request.body)) {
    if (const auto* refusal = std::get_if<Refusal>(&*stop)) return *refusal;
    return Gone{};
  }
  return incoming;
}

std::optional<Stop> RequestReader::read_body(const Framing& framing, std::string& body) {
  if (framing.length > limits_.body_bytes) return kBodyTooLarge;
  if (framing.wants_continue && pending_.empty() && !wire_.write("HTTP/1.1 100 Continue\r\n\r\n"))
    return Gone{};
  return framing.chunked ? read_chunked(body) : read_fixed(static_cast<std::size_t>(framing.length), body);
}

std::optional<Stop> RequestReader::read_fixed(std::size_t length, std::string& body) {
  body.reserve(std::min(length, kReserve));  // what is only announced takes no memory
  for (;;) {
    const std::size_t count = std::min(length - body.size(), pending_.size());
    body.append(pending_, 0, count);
    pending_.erase(0, count);
    if (body.size() == length) return std::nullopt;
    if (const auto stop = fill()) return stop;
  }
}

std::optional<Stop> RequestReader::read_chunked(std::string& body) {
  ChunkedBody chunks{limits_.body_bytes, limits_.head.bytes};
  for (;;) {
    pending_.erase(0, chunks.feed(pending_, body));
    if (chunks.refusal()) return *chunks.refusal();
    if (chunks.complete()) return std::nullopt;
    if (const auto stop = fill()) return stop;
  }
}

}  // namespace herald::http
