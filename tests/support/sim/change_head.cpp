#include <algorithm>

#include "tests/support/sim/change_kinds.hpp"

namespace herald::test::sim {
namespace {

std::vector<std::string> lines_of(const std::string& head) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at + 2 < head.size();) {
    const std::size_t end = head.find("\r\n", at);
    lines.push_back(head.substr(at, end - at));
    at = end + 2;
  }
  if (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string head;
  for (const std::string& line : lines) head += line + "\r\n";
  return head + "\r\n";
}

/// The text with each of its words in turn replaced.
std::vector<std::string> other_words(const std::string& text) {
  constexpr const char* kBetween = " ,=/;?&:";
  std::vector<std::string> out;
  for (std::size_t at = text.find_first_not_of(kBetween); at != std::string::npos;) {
    const std::size_t end = std::min(text.find_first_of(kBetween, at), text.size());
    out.push_back(text.substr(0, at) + "herald" + text.substr(end));
    at = text.find_first_not_of(kBetween, end);
  }
  return out;
}

void change_line(const RawRequest& good, const std::vector<std::string>& lines,
                 std::vector<Change>& changes) {
  const std::string target = lines[0].substr(lines[0].find(' '), lines[0].rfind(' ') - lines[0].find(' '));
  std::vector<std::string> starts = other_words(lines[0]);
  const bool posts = lines[0].starts_with("POST");
  for (const std::string& start :
       {std::string{"GET / HTTP/1.1"}, std::string{"POST /no/such/path HTTP/1.1"},
        std::string{"PUT / HTTP/1.1"}, (posts ? "GET" : "POST") + target + " HTTP/1.1",
        lines[0].substr(0, lines[0].size() - 1) + "0",
        lines[0].substr(0, lines[0].find(' ')) + target +
            (target.find('?') == std::string::npos ? "?" : "&") + "herald=1 HTTP/1.1"})
    starts.push_back(start);
  for (const std::string& start : starts) {
    std::vector<std::string> other = lines;
    other[0] = start;
    changes.push_back({start.substr(0, 60), {joined(other), good.body, 0}});
  }
}

}  // namespace

void change_head(const RawRequest& good, std::vector<Change>& changes) {
  const std::vector<std::string> lines = lines_of(good.head);
  const auto add = [&](const std::string& words, std::vector<std::string> other) {
    changes.push_back({words, {joined(other), good.body, 0}});
  };
  change_line(good, lines, changes);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string name = lines[i].substr(0, lines[i].find(':'));
    std::vector<std::string> other = lines;
    other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
    add("without " + name, other);
    std::vector<std::string> values = other_words(lines[i].substr(name.size() + 2));
    for (const char* value : {"", "wrong", "20000101T000000Z", "20990101T000000Z"})
      values.emplace_back(value);
    for (const std::string& value : values) {
      other = lines;
      other[i] = name + ": " + value;
      add(name + ": " + value.substr(0, 60), other);
    }
    other = lines;
    other.push_back(lines[i]);
    add("two of " + name, other);
  }
  for (const char* line : {"X-Herald: 1", "Expect: 100-continue", "Transfer-Encoding: chunked",
                           "Accept: text/html", "X-Amz-Security-Token: x", "On-Behalf-Of: x",
                           "X-Mailgun-On-Behalf-Of: x", "Content-Type: text/plain"}) {
    std::vector<std::string> more = lines;
    more.emplace_back(line);
    add(std::string{"a header "} + line, more);
  }
  if (good.body.empty()) changes.push_back({"a body", with_body(good, "{}")});
}

RawRequest with_body(const RawRequest& request, const std::string& body) {
  std::vector<std::string> lines = lines_of(request.head);
  bool found = false;
  for (std::string& line : lines)
    if (line.starts_with("Content-Length: ")) {
      line = "Content-Length: " + std::to_string(body.size());
      found = true;
    }
  if (!found) lines.push_back("Content-Length: " + std::to_string(body.size()));
  return {joined(lines), body, 0};
}

RawRequest with_header(const RawRequest& request, const std::string& name, const std::string& value) {
  std::vector<std::string> lines = lines_of(request.head);
  for (std::string& line : lines)
    if (line.starts_with(name + ": ")) line = name + ": " + value;
  return {joined(lines), request.body, 0};
}

}  // namespace herald::test::sim
