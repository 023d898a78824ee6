#include "tests/plugins/sandbox/far_side.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>

namespace herald::sandbox {
namespace {

constexpr const char* kProgram = HERALD_BUILD_DIR "/bin/herald-sandbox";

std::filesystem::path make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "herald-sandbox-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::system_error{errno, std::generic_category(), "mkdtemp"};
  return name;
}

std::vector<std::string> arguments(const std::filesystem::path& folder) {
  return {"--port", "0", "--port-file", folder / "port", "--log", folder / "log"};
}

}  // namespace

bool readable_within(int fd, std::chrono::milliseconds longest) {
  pollfd waited{fd, POLLIN, 0};
  return ::poll(&waited, 1, static_cast<int>(longest.count())) > 0;
}

Program::Program(const std::vector<std::string>& given) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::system_error{errno, std::generic_category(), "pipe"};
  std::vector<std::string> words{kProgram};
  words.insert(words.end(), given.begin(), given.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  const int problem = ::posix_spawn(&pid_, kProgram, &actions, nullptr, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[1]);
  output_ = pipe[0];
  if (problem != 0) throw std::system_error{problem, std::generic_category(), kProgram};
}

Program::~Program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    exit_status();
  }
  ::close(output_);
}

std::string Program::line() {
  std::string out;
  char c = 0;
  while (readable_within(output_, kPatience) && ::read(output_, &c, 1) == 1 && c != '\n') out += c;
  return out;
}

std::string Program::rest() {
  std::string out;
  char c = 0;
  while (readable_within(output_, kPatience) && ::read(output_, &c, 1) == 1) out += c;
  return out;
}

void Program::terminate() const { ::kill(pid_, SIGTERM); }

int Program::exit_status() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

FarSide::FarSide() : folder_{make_folder()}, program_{arguments(folder_)} {
  const std::string line = program_.line();
  port_ = static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
}

FarSide::~FarSide() { std::filesystem::remove_all(folder_); }

std::vector<std::string> FarSide::log() const {
  std::vector<std::string> lines;
  std::ifstream in{folder_ / "log"};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

RawClient::RawClient(std::uint16_t port) : fd_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    throw std::system_error{errno, std::generic_category(), "connect"};
}

RawClient::~RawClient() { ::close(fd_); }

void RawClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) throw std::system_error{errno, std::generic_category(), "send"};
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

Answer RawClient::read() {
  std::array<char, 4096> chunk{};
  while (true) {
    const auto end = buffer_.find("\r\n\r\n");
    const auto field = buffer_.find("Content-Length: ");
    if (end != std::string::npos && field < end) {
      const auto length = static_cast<std::size_t>(std::stoul(buffer_.substr(field + 16)));
      if (buffer_.size() >= end + 4 + length) {
        Answer answer{std::stoi(buffer_.substr(9, 3)), buffer_.substr(0, end + 2),
                      buffer_.substr(end + 4, length)};
        buffer_.erase(0, end + 4 + length);
        return answer;
      }
    }
    if (!readable_within(fd_, kPatience)) throw std::runtime_error{"no answer in time"};
    const ssize_t got = ::recv(fd_, chunk.data(), chunk.size(), 0);
    if (got <= 0) return {};
    buffer_.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

std::string bytes_of(const Post& post) {
  nlohmann::ordered_json body{
      {"to", post.to},  {"from", "+15005550006"},        {"text", "Hello"},
      {"type", "TEXT"}, {"client_ref", post.client_ref}, {"message_ref", post.message_ref}};
  if (!post.callback_url.empty()) body["callback_url"] = post.callback_url;
  const std::string text = body.dump();
  return "POST /v1/messages HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer " + post.token +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" +
         text;
}

std::string post_of(std::string_view body) {
  std::string out =
      "POST /v1/messages HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer sandbox-token\r\n"
      "Content-Type: application/json\r\nContent-Length: " +
      std::to_string(body.size()) + "\r\n\r\n";
  return out.append(body);
}

}  // namespace herald::sandbox
