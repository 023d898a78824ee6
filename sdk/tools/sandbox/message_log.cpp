#include "sdk/tools/sandbox/message_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>

namespace herald::sandbox {

MessageLog::MessageLog(const std::string& file) {
  if (file.empty()) return;
  fd_ = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (fd_ < 0) throw std::system_error{errno, std::generic_category(), "cannot open the log " + file};
}

MessageLog::~MessageLog() {
  if (fd_ >= 0) ::close(fd_);
}

void MessageLog::append(const LogEntry& entry) {
  if (fd_ < 0) return;
  const nlohmann::ordered_json line{{"at", entry.at},
                                    {"to", entry.to},
                                    {"text", entry.text},
                                    {"client_ref", entry.client_ref},
                                    {"message_ref", entry.message_ref},
                                    {"id", entry.id},
                                    {"personality", entry.personality},
                                    {"outcome", entry.outcome},
                                    {"answer", entry.answer}};
  const std::string bytes =
      line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
  ssize_t written = 0;
  do written = ::write(fd_, bytes.data(), bytes.size());
  while (written < 0 && errno == EINTR);
  if (written != static_cast<ssize_t>(bytes.size()))
    throw std::system_error{written < 0 ? errno : ENOSPC, std::generic_category(),
                            "cannot append to the log"};
}

}  // namespace herald::sandbox
