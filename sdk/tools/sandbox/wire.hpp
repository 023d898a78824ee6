#pragma once
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace herald::sandbox {

/// One HTTP/1.x request; every view points into the buffer it was read from. [value]
struct Request {
  std::string_view method;
  std::string_view path;
  std::vector<std::pair<std::string_view, std::string_view>> headers;
  std::string_view body;
  bool keep_alive{true};

  /// The first header of that name, in any case; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
};

/// What the bytes so far amount to.
struct Reading {
  enum class State { Incomplete, Complete, Refused } state{State::Incomplete};
  std::size_t used{0};  ///< bytes of the complete request
  int status{0};        ///< of a refusal: 400, 411, 413 or 431
};

/// Reads one request from the front of `buffer`. Bodies need a Content-Length of at most 1 MiB.
Reading read_request(std::string_view buffer, Request& request);

/// What a server answered: its status and where the answer ends. `status` 0: not complete yet.
struct AnswerHead {
  int status{0};
  std::size_t used{0};
  bool reusable{false};  ///< the connection can carry another request
};

/// Reads the answer to a callback from the front of `buffer`.
AnswerHead read_answer(std::string_view buffer);

/// A JSON answer with its head; `extra` holds whole header lines, each ended by CR LF.
std::string write_answer(int status, std::string_view body, std::string_view extra);

/// `YYYY-MM-DDTHH:MM:SS.mmmZ`.
std::string rfc3339(std::chrono::system_clock::time_point at);
/// IMF-fixdate of RFC 9110 section 5.6.7, e.g. `Sun, 06 Nov 1994 08:49:37 GMT`.
std::string http_date(std::chrono::system_clock::time_point at);

}  // namespace herald::sandbox
