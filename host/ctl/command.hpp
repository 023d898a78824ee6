#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/clock.hpp"
#include "host/base/result.hpp"
#include "host/http/message.hpp"

namespace herald::ctl {

/// How an answer is shown to a person.
enum class View : std::uint8_t {
  Table,    ///< one line per element of `data`
  Members,  ///< one line per member
  Silent,   ///< just "done"
};

/// One command as a request. [value]
struct Command {
  http::Request request{};
  View view{View::Members};
  std::vector<std::string_view> columns{};  ///< of a table
  std::string_view verdict{};               ///< boolean member that must be true for exit code 0; empty: none
};

/// The request for a command line, e.g. `tenant create Acme --region GB`. Pure: `now` turns `--expires 30d`
/// into a time. Invalid/"usage" says what was expected.
Result<Command> read_command(std::span<const std::string> words, Instant now);

/// All commands, for people.
std::string_view help_text();

}  // namespace herald::ctl
