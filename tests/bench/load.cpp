#include "tests/bench/load.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

namespace herald::bench {
namespace {

using Clock = std::chrono::steady_clock;

int connect_to(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error{"cannot connect to 127.0.0.1:" + std::to_string(port)};
  return fd;
}

/// Bytes of the first complete answer in `input`, or 0.
std::size_t answer_size(std::string_view input) {
  const auto end = input.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const auto at = input.find("Content-Length: ");
  const std::size_t length = at < end ? std::strtoul(input.data() + at + 16, nullptr, 10) : 0;
  const std::size_t size = end + 4 + length;
  return input.size() >= size ? size : 0;
}

int status_of(std::string_view answer) { return answer.size() > 12 ? std::atoi(answer.data() + 9) : 0; }

struct Line {
  int fd{-1};
  std::string input{};
  Clock::time_point sent{};
};

/// The lines of one load, driven by epoll.
class Run {
 public:
  explicit Run(const LoadPlan& plan)
      : plan_{plan},
        poll_{::epoll_create1(EPOLL_CLOEXEC)},
        lines_(static_cast<std::size_t>(plan.connections)) {
    for (std::size_t i = 0; i < lines_.size(); ++i) open(i);
  }
  ~Run() {
    for (const Line& line : lines_) ::close(line.fd);
    ::close(poll_);
  }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Load go() {
    const auto start = Clock::now();
    next_ = start;
    for (std::size_t i = 0; i < lines_.size(); ++i) free(i);
    std::array<epoll_event, 256> events{};
    while (Clock::now() - start < plan_.length && !all_answered()) {
      const int wait = plan_.per_second > 0 ? 1 : 100;
      const int count = ::epoll_wait(poll_, events.data(), static_cast<int>(events.size()), wait);
      for (int i = 0; i < count; ++i) receive(events.at(static_cast<std::size_t>(i)).data.u64);
      send_due();
    }
    return sum(Clock::now() - start);
  }

 private:
  [[nodiscard]] bool all_sent() const { return plan_.most > 0 && number_ >= plan_.most; }
  [[nodiscard]] bool all_answered() const {
    return plan_.most > 0 && load_.answered + load_.refused >= plan_.most;
  }
  void open(std::size_t index) {
    lines_[index] = {.fd = connect_to(plan_.port)};
    epoll_event event{.events = EPOLLIN, .data = {.u64 = index}};
    ::epoll_ctl(poll_, EPOLL_CTL_ADD, lines_[index].fd, &event);
  }
  void free(std::size_t index) { plan_.per_second > 0 ? idle_.push_back(index) : send(index); }
  void send_due() {
    const auto apart = std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(plan_.per_second > 0 ? 1 / plan_.per_second : 1));
    for (; !idle_.empty() && !all_sent() && next_ <= Clock::now(); next_ += apart) {
      const std::size_t index = idle_.back();
      idle_.pop_back();
      send(index, next_);
    }
  }
  void send(std::size_t index) { send(index, Clock::now()); }
  void send(std::size_t index, Clock::time_point at) {
    if (all_sent()) return;
    const std::string request = plan_.request(number_++);
    lines_[index].sent = at;
    if (plan_.note_sent) load_.sent.push_back(at);
    if (::send(lines_[index].fd, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size()))
      reopen(index);
  }
  void reopen(std::size_t index) {
    ::close(lines_[index].fd);
    open(index);
    send(index);
  }
  void receive(std::size_t index) {
    Line& line = lines_[index];
    std::array<char, 16384> buffer{};
    const ssize_t got = ::recv(line.fd, buffer.data(), buffer.size(), 0);
    if (got <= 0) return reopen(index);
    line.input.append(buffer.data(), static_cast<std::size_t>(got));
    const std::size_t size = answer_size(line.input);
    if (size == 0) return;
    const std::string_view answer{line.input.data(), size};
    status_of(answer) == plan_.expected_status ? ++load_.answered : ++load_.refused;
    times_.push_back(std::chrono::duration<double, std::milli>(Clock::now() - line.sent).count());
    const bool closes =
        answer.substr(0, answer.find("\r\n\r\n")).find("Connection: close") != std::string_view::npos;
    line.input.erase(0, size);
    if (closes) {
      ::close(line.fd);
      open(index);
    }
    free(index);
  }
  Load sum(Clock::duration took) {
    std::ranges::sort(times_);
    load_.per_second = static_cast<double>(load_.answered) / std::chrono::duration<double>(took).count();
    if (!times_.empty()) {
      load_.p50_ms = times_[times_.size() / 2];
      load_.p99_ms = times_[times_.size() * 99 / 100];
    }
    return load_;
  }

  const LoadPlan& plan_;
  int poll_;
  std::vector<Line> lines_;
  std::vector<std::size_t> idle_;
  Clock::time_point next_{};
  std::vector<double> times_;
  Load load_;
  long number_{0};
};

}  // namespace

Load run_load(const LoadPlan& plan) { return Run{plan}.go(); }

std::string post(const std::string& path, const std::string& headers, const std::string& body) {
  return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
         "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

}  // namespace herald::bench
