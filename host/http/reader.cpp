#include "host/http/reader.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "host/http/chunked.hpp"

namespace herald::http {
namespace {

constexpr std::size_t kReserve = 64 * 1024;
constexpr Refusal kTooSlow{408, "request_timeout", "the request did not arrive in time"};
constexpr Refusal kNoRoom{503, "no_room", "the body cannot be stored at the moment; try again later"};
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

/// The file that an upload is written to.
class UploadFile {
 public:
  explicit UploadFile(const std::string& path)
      : number_{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)} {}
  ~UploadFile() {
    if (number_ >= 0) ::close(number_);
  }
  UploadFile(const UploadFile&) = delete;
  UploadFile& operator=(const UploadFile&) = delete;
  explicit operator bool() const { return number_ >= 0; }
  [[nodiscard]] bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::write(number_, bytes.data(), bytes.size());
      if (count < 0 && errno != EINTR) return false;
      if (count > 0) bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }

 private:
  int number_;
};

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
  if (const auto stop = read_body(incoming)) {
    if (const auto* refusal = std::get_if<Refusal>(&*stop)) return *refusal;
    return Gone{};
  }
  return incoming;
}

std::optional<Stop> RequestReader::read_body(Incoming& incoming) {
  const Framing& framing = incoming.framing;
  Request& request = incoming.head.request;
  const bool none = !framing.chunked && framing.length == 0;
  if (const auto upload = none || !uploads_ ? std::nullopt : uploads_(request)) {
    if (!upload->path.empty()) return read_upload(framing, *upload, request);
    incoming.unread = true;
    return std::nullopt;
  }
  if (framing.length > limits_.body_bytes) return kBodyTooLarge;
  if (framing.wants_continue && pending_.empty() && !wire_.write(kContinue)) return Gone{};
  std::string& body = request.body;
  const Sink sink = [&body](std::string_view bytes) {
    body.append(bytes);
    return true;
  };
  if (framing.chunked) return read_chunked(limits_.body_bytes, sink);
  body.reserve(std::min<std::size_t>(framing.length, kReserve));  // what is only announced takes no memory
  return read_fixed(framing.length, sink);
}

std::optional<Stop> RequestReader::read_upload(const Framing& framing, const Upload& upload,
                                               Request& request) {
  if (framing.length > upload.limit) return kBodyTooLarge;
  request.file = std::make_shared<BodyFile>(upload.path);
  const UploadFile file{upload.path};
  if (!file) return kNoRoom;
  if (framing.wants_continue && pending_.empty() && !wire_.write(kContinue)) return Gone{};
  const std::uint64_t most = framing.chunked ? upload.limit : framing.length;
  deadline_ += std::chrono::seconds{most / limits_.upload_bytes_per_second};
  const Sink sink = [&file](std::string_view bytes) { return file.write(bytes); };
  return framing.chunked ? read_chunked(upload.limit, sink) : read_fixed(framing.length, sink);
}

std::optional<Stop> RequestReader::read_fixed(std::uint64_t length, const Sink& sink) {
  for (;;) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(length, pending_.size()));
    if (count > 0 && !sink(std::string_view{pending_}.substr(0, count))) return kNoRoom;
    pending_.erase(0, count);
    length -= count;
    if (length == 0) return std::nullopt;
    if (const auto stop = fill()) return stop;
  }
}

std::optional<Stop> RequestReader::read_chunked(std::uint64_t limit, const Sink& sink) {
  ChunkedBody chunks{static_cast<std::size_t>(limit), limits_.head.bytes};
  std::string decoded;
  for (;;) {
    pending_.erase(0, chunks.feed(pending_, decoded));
    if (!decoded.empty() && !sink(decoded)) return kNoRoom;
    decoded.clear();
    if (chunks.refusal()) return *chunks.refusal();
    if (chunks.complete()) return std::nullopt;
    if (const auto stop = fill()) return stop;
  }
}

}  // namespace herald::http
