#include "host/http/render.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace herald::http {
namespace {

constexpr std::array<std::string_view, 5> kOurs{"Content-Length", "Connection", "Date", "Transfer-Encoding",
                                                "X-Request-Id"};

bool printable(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t') || byte == 0x7f;
  });
}

bool field_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
}

void field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_number(std::string& out, std::size_t number) {
  std::array<char, 24> text{};
  out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

void append_connection(std::string& out, const Framed& framed) {
  if (framed.ending == Ending::Close) {
    out += "Connection: close\r\n";
  } else if (framed.minor_version == 0) {
    out += "Connection: keep-alive\r\n";  // the default only since HTTP/1.1
  }
}

std::string format_date(std::chrono::sys_seconds at) {
  static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{at - day};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()));
  return text.data();
}

}  // namespace

std::string_view http_date(Instant now) {
  struct Cached {
    std::chrono::sys_seconds at{std::chrono::sys_seconds::min()};
    std::string text;
  };
  thread_local Cached cached;  // formatting costs as much as the rest of the head
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  if (second != cached.at) cached = {second, format_date(second)};
  return cached.text;
}

bool renderable(const Response& response) {
  return response.status >= 200 && response.status <= 599 && printable(response.content_type) &&
         std::ranges::all_of(response.headers,
                             [](const Header& h) { return field_name(h.name) && printable(h.value); });
}

std::string render(const Response& response, const Framed& framed) {
  const bool bodiless = response.status == 204 || response.status == 304;
  std::string out;
  out.reserve(320 + response.body.size());
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::size_t>(response.status));
  out.append(" ").append(reason_phrase(response.status)).append("\r\n");
  field(out, "Date", http_date(framed.now));
  if (!bodiless) {
    if (!response.content_type.empty()) field(out, "Content-Type", response.content_type);
    out += "Content-Length: ";
    append_number(out, response.file.empty() ? response.body.size() : response.file_size);
    out += "\r\n";
  }
  field(out, "X-Request-Id", framed.request_id);
  append_connection(out, framed);
  for (const Header& header : response.headers) {
    if (std::ranges::none_of(kOurs, [&](std::string_view name) { return same_name(name, header.name); }))
      field(out, header.name, header.value);
  }
  out += "\r\n";
  if (!bodiless && framed.method != Method::Head) out += response.body;
  return out;
}

}  // namespace herald::http
