#pragma once
#include <string>
#include <string_view>

namespace herald::sandbox {

/// What happened to one message request that was read completely. [value]
struct LogEntry {
  std::string_view at;  ///< RFC 3339
  std::string_view to;
  std::string_view text;
  std::string_view client_ref;
  std::string_view message_ref;
  std::string_view id;           ///< empty when not accepted
  std::string_view personality;  ///< its name
  std::string_view outcome;      ///< delivered, bounced or not_delivered
  int answer{0};                 ///< HTTP status that is sent; 0 for none
};

/// Appends one JSON line per entry with a single write(2), so that a line counted is a line that
/// survives the death of any process. [one thread]
class MessageLog final {
 public:
  /// Opens or creates `file`; an empty name keeps no log. Throws std::system_error.
  explicit MessageLog(const std::string& file);
  ~MessageLog();
  MessageLog(const MessageLog&) = delete;
  MessageLog& operator=(const MessageLog&) = delete;
  /// Throws std::system_error when the line cannot be written whole.
  void append(const LogEntry& entry);

 private:
  int fd_{-1};
};

}  // namespace herald::sandbox
