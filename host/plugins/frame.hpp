#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "host/plugins/guard.hpp"
#include "host/plugins/reply.hpp"

/// The messages between this process and a plugin's own (host/runner), one a frame, which is a head (mark,
/// sequence, length) and a body of numbers and counted texts in the machine's byte order. A call is answered;
/// before that the plugin may have questions about records, each of which is answered in turn.
/// Both sides refuse what they cannot read to its last byte. [any thread]
namespace herald::plugins::frame {

inline constexpr std::size_t kHeadBytes = 12;
inline constexpr std::size_t kMostCall = std::size_t{96} << 20U;
inline constexpr std::size_t kMostFound = std::size_t{64} << 20U;  ///< bytes of what a question finds
inline constexpr std::size_t kMostLines = 64;
inline constexpr std::size_t kMostLog = std::size_t{16} << 10U;  ///< bytes of all lines of one call
inline constexpr std::size_t kMostAnswer = kMostJson + kMostBytes + kMostReason + 4 * kMostLog;
inline constexpr std::size_t kSeedBytes = 32;
/// The reason of an answer after which the process is of no more use.
inline constexpr std::string_view kExhausted = "plugin_exhausted";

struct Head {
  bool question{};  ///< of a plugin, in the middle of its call
  std::uint32_t sequence{};
  std::uint32_t length{};  ///< of the body
};

enum class Verb : std::uint32_t {
  Descriptor = 1,
  Schema,
  Validate,
  Plan,
  OnResponse,
  Start,
  Feed,
  Run,
  Filter
};

/// A call. The views are the sender's, or point into the body that was decoded. [value]
struct Call {
  Verb verb{Verb::Descriptor};
  std::string_view seed{};  ///< where the call's nonces come from
  std::string_view tenant{};
  std::string_view op{};
  std::string_view name{};  ///< Run and Filter
  std::string_view input{};
  std::string_view bytes{};
  std::string_view account{};
  std::string_view state{};
  /// This and the rest: OnResponse; of Feed the event's kind, info and bytes. Of Run 1 when it may read
  /// records.
  std::int32_t status{};
  std::string_view headers_json{};
  std::string_view body{};
};

/// A line that the plugin logged during a call. [value]
struct LogLine {
  std::uint32_t level{};
  std::string event{};
  std::string fields{};
  bool operator==(const LogLine&) const = default;
};

/// What a call came to: a reason, or a reply (texts stand in its json). [value]
struct Answer {
  std::string reason{};  ///< of a failure; empty after success
  std::string detail{};
  Reply reply{};
  std::vector<LogLine> log{};
  bool operator==(const Answer&) const = default;
};

enum class Read : std::uint32_t { Get = 1, Query, Count };

/// What a plugin asks of the host's records during a call. [value]
struct Question {
  Read read{Read::Get};
  std::string_view first{};   ///< collection, or the query
  std::string_view second{};  ///< id of Get
};

/// What the host found. [value]
struct Finding {
  bool bad_question{};   ///< the plugin's mistake
  std::string reason{};  ///< of a failure; empty after success
  std::string detail{};
  std::string json{};
  bool operator==(const Finding&) const = default;
};

/// A whole frame.
std::string encode(std::uint32_t sequence, const Call& call);
std::string encode(std::uint32_t sequence, const Question& question);
std::string encode(std::uint32_t sequence, const Finding& finding);
/// A whole frame; lines beyond the bounds are left out.
std::string encode(std::uint32_t sequence, const Answer& answer);
/// Reads the first kHeadBytes of a frame whose body has at most `most` bytes. Errors: Invalid/"bad_frame".
Result<Head> read_head(std::string_view bytes, std::size_t most);
/// Reads a body. Errors: Invalid/"bad_frame".
Result<Call> read_call(std::string_view body);
Result<Answer> read_answer(std::string_view body);
Result<Question> read_question(std::string_view body);
Result<Finding> read_finding(std::string_view body);

}  // namespace herald::plugins::frame
