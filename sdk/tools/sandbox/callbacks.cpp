#include "sdk/tools/sandbox/callbacks.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "sdk/tools/sandbox/callback_connection.hpp"

namespace herald::sandbox {
namespace {

constexpr int kRetries = 8;
constexpr std::chrono::milliseconds kFirstBackoff{200};
constexpr std::size_t kLongestMerge = 32 * 1024;  ///< bytes of events in one post

}  // namespace

std::string signature(std::string_view secret, std::chrono::seconds at, std::string_view body) {
  const std::string stamp = std::to_string(at.count());
  const std::string signed_text = (stamp + ".").append(body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (::HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
             reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(), digest.data(),
             &size) == nullptr)
    throw std::runtime_error{"HMAC-SHA256 is not available"};
  std::string out = "t=" + stamp + ",v1=";
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (unsigned int i = 0; i < size; ++i) {
    out += kDigits[digest.at(i) >> 4U];
    out += kDigits[digest.at(i) & 15U];
  }
  return out;
}

CallbackSender::CallbackSender(std::string secret)
    : secret_{std::move(secret)}, stop_fd_{::eventfd(0, EFD_CLOEXEC)} {
  if (stop_fd_ < 0) throw std::system_error{errno, std::generic_category(), "eventfd"};
}

CallbackSender::~CallbackSender() { ::close(stop_fd_); }

void CallbackSender::put(Callback callback) {
  const std::scoped_lock lock{mutex_};
  const Tick due = callback.due;
  queue_.emplace(due, std::move(callback));
  changed_.notify_one();
}

Tick CallbackSender::step(Tick now) {
  Callback next;
  {
    const std::scoped_lock lock{mutex_};
    if (stopped_ || queue_.empty()) return Tick::max();
    if (queue_.begin()->first > now) return queue_.begin()->first;
    next = std::move(queue_.begin()->second);
    queue_.erase(queue_.begin());
    while (!next.apart && next.events.size() < kLongestMerge && !queue_.empty()) {
      const auto& [due, other] = *queue_.begin();
      if (due > now || other.apart || other.url != next.url || other.failures != next.failures) break;
      next.events.append(",").append(other.events);
      queue_.erase(queue_.begin());
    }
  }
  if (!post(next) && !stopped()) {
    if (next.failures >= kRetries) {
      std::fprintf(stderr, "herald-sandbox: gave up a callback to %s after %d tries\n", next.url.c_str(),
                   kRetries + 1);
    } else {
      next.due = now + kFirstBackoff * (1 << next.failures);
      ++next.failures;
      put(std::move(next));
    }
  }
  return now;
}

bool CallbackSender::post(const Callback& callback) {
  CallbackTarget target;
  if (!read_target(callback.url, target)) {
    std::fprintf(stderr, "herald-sandbox: expected a callback URL http://host[:port]/path\n");
    return true;  // No later try could do better.
  }
  const std::string place = target.host + ":" + target.port;
  auto& connection = connections_[place];
  if (!connection) connection = std::make_unique<CallbackConnection>(target, stop_fd_);
  const std::string body = "{\"events\":[" + callback.events + "]}";
  const auto at =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  const std::string request =
      "POST " + target.path + " HTTP/1.1\r\nHost: " + place +
      "\r\nContent-Type: application/json\r\nX-Sandbox-Signature: " + signature(secret_, at, body) +
      "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  const int status = connection->exchange(request);
  return status >= 200 && status < 300;
}

void CallbackSender::wait(Tick until) {
  std::unique_lock lock{mutex_};
  if (stopped_ || (!queue_.empty() && queue_.begin()->first <= std::chrono::steady_clock::now())) return;
  if (until == Tick::max())
    changed_.wait(lock, [&] { return stopped_ || !queue_.empty(); });
  else
    changed_.wait_until(lock, until);
}

void CallbackSender::stop() {
  const std::scoped_lock lock{mutex_};
  stopped_ = true;
  const std::uint64_t one = 1;
  // An eventfd takes a first write of 1 whatever its state; a short write cannot happen.
  if (::write(stop_fd_, &one, sizeof one) != sizeof one) std::perror("herald-sandbox: eventfd");
  changed_.notify_all();
}

bool CallbackSender::stopped() const {
  const std::scoped_lock lock{mutex_};
  return stopped_;
}

}  // namespace herald::sandbox
