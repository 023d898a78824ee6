#include "sdk/tools/sandbox/wire.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <optional>

namespace herald::sandbox {
namespace {

constexpr std::size_t kMaxHead = 64 * 1024;
constexpr std::size_t kMaxBody = 1024 * 1024;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view b) { return std::ranges::equal(a, b, {}, lower, lower); }

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view take_line(std::string_view& text) {
  const auto end = text.find("\r\n");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
  return line;
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Reading refused(int status) { return {Reading::State::Refused, 0, status}; }

bool read_head(std::string_view head, Request& request) {
  const std::string_view line = take_line(head);
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return false;
  request.method = line.substr(0, first);
  request.path = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return false;
  request.headers.clear();
  while (!head.empty()) {
    const std::string_view field = take_line(head);
    const auto colon = field.find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    request.headers.emplace_back(field.substr(0, colon), trim(field.substr(colon + 1)));
  }
  const std::string_view connection = request.header("Connection");
  request.keep_alive =
      version == "HTTP/1.1" ? !same_word(connection, "close") : same_word(connection, "keep-alive");
  return true;
}

const char* reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    default:
      return "Internal Server Error";
  }
}

std::tm utc(std::chrono::system_clock::time_point at) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return parts;
}

}  // namespace

std::string_view Request::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [&](const auto& one) { return same_word(one.first, name); });
  return found == headers.end() ? std::string_view{} : found->second;
}

Reading read_request(std::string_view buffer, Request& request) {
  const auto end = buffer.find(kHeadEnd);
  if (end == std::string_view::npos) return buffer.size() > kMaxHead ? refused(431) : Reading{};
  if (end > kMaxHead) return refused(431);
  if (!read_head(buffer.substr(0, end + 2), request)) return refused(400);
  if (!request.header("Transfer-Encoding").empty()) return refused(411);
  const std::string_view declared = request.header("Content-Length");
  const auto length = declared.empty() ? std::size_t{0} : number(declared);
  if (!length) return refused(400);
  if (*length > kMaxBody) return refused(413);
  const std::size_t start = end + kHeadEnd.size();
  if (buffer.size() - start < *length) return {};
  request.body = buffer.substr(start, *length);
  return {Reading::State::Complete, start + *length, 0};
}

AnswerHead read_answer(std::string_view buffer) {
  const auto end = buffer.find(kHeadEnd);
  if (end == std::string_view::npos) return {};
  std::string_view head = buffer.substr(0, end + 2);
  const std::string_view line = take_line(head);
  const auto status =
      line.size() >= 12 && line.starts_with("HTTP/1.") ? number(line.substr(9, 3)) : std::nullopt;
  if (!status) return {599, buffer.size(), false};
  std::optional<std::size_t> length;
  if (*status == 204) length = 0;
  bool close = line.starts_with("HTTP/1.0");
  while (!head.empty()) {
    const std::string_view field = take_line(head);
    const auto colon = std::min(field.find(':'), field.size());
    const std::string_view value = trim(field.substr(std::min(colon + 1, field.size())));
    if (same_word(field.substr(0, colon), "Content-Length")) length = number(value);
    if (same_word(field.substr(0, colon), "Connection")) close = same_word(value, "close");
  }
  // Without a length the end is the connection's end: the status is known, the connection is spent.
  if (!length) return {static_cast<int>(*status), buffer.size(), false};
  const std::size_t used = end + kHeadEnd.size() + *length;
  if (buffer.size() < used) return {};
  return {static_cast<int>(*status), used, !close && buffer.size() == used};
}

std::string write_answer(int status, std::string_view body, std::string_view extra) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + ' ' + reason(status) +
                    "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                    "\r\n";
  return out.append(extra).append("\r\n").append(body);
}

std::string rfc3339(std::chrono::system_clock::time_point at) {
  const std::tm parts = utc(at);
  const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(at.time_since_epoch());
  std::array<char, 80> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ",
                                 parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour,
                                 parts.tm_min, parts.tm_sec, static_cast<int>(since.count() % 1000));
  return {text.data(), static_cast<std::size_t>(size)};
}

std::string http_date(std::chrono::system_clock::time_point at) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::tm parts = utc(at);
  std::array<char, 80> text{};
  const int size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                                 kDays.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                                 kMonths.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900,
                                 parts.tm_hour, parts.tm_min, parts.tm_sec);
  return {text.data(), static_cast<std::size_t>(size)};
}

}  // namespace herald::sandbox
