#pragma once
#include <iosfwd>

#include "host/base/result.hpp"
#include "host/ctl/command.hpp"
#include "host/http/message.hpp"

namespace herald::ctl {

enum class Format : std::uint8_t { Human, Json };

/// Writes an answer: the resource to `out`, or the problem with each of its errors to `err`. Returns the exit
/// code. Control characters in texts are shown as `?`, so that no answer can steer a terminal.
struct Streams {
  std::ostream& out;
  std::ostream& err;
};
int report(const Command& command, const http::Response& response, Format format, const Streams& streams);
/// The same for a request that was not answered.
int report_failure(const Error& error, const Streams& streams);

}  // namespace herald::ctl
