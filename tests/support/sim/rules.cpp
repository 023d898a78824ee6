#include "tests/support/sim/rules.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "tests/support/twilio_wire.hpp"

namespace herald::test::sim {
namespace {

using nlohmann::json;

struct Change {
  std::string words;
  RawRequest request;
};

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

/// With the length of its body.
RawRequest with_body(const RawRequest& request, const std::string& body) {
  std::vector<std::string> lines = lines_of(request.head);
  for (std::string& line : lines)
    if (line.starts_with("Content-Length: ")) line = "Content-Length: " + std::to_string(body.size());
  return {joined(lines), body, 0};
}

void change_head(const RawRequest& good, std::vector<Change>& changes) {
  const std::vector<std::string> lines = lines_of(good.head);
  const auto add = [&](const std::string& words, std::vector<std::string> other) {
    changes.push_back({words, {joined(other), good.body, 0}});
  };
  for (const char* line : {"GET / HTTP/1.1", "POST /no/such/path HTTP/1.1", "PUT / HTTP/1.1"}) {
    std::vector<std::string> other = lines;
    other[0] = line;
    add(line, other);
  }
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::string name = lines[i].substr(0, lines[i].find(':'));
    std::vector<std::string> other = lines;
    other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
    add("without " + name, other);
    other = lines;
    other[i] = name + ": wrong";
    add("another " + name, other);
    other = lines;
    other.push_back(lines[i]);
    add("two of " + name, other);
  }
  std::vector<std::string> more = lines;
  more.emplace_back("X-Herald: 1");
  add("a header X-Herald", more);
}

/// Values that stand for kinds of mistakes.
std::vector<json> wrong_values(const json& good) {
  std::vector<json> values{json{},
                           "",
                           7,
                           -1,
                           true,
                           json::array(),
                           json::object(),
                           json::array({1}),
                           "no such word",
                           std::string(5'000, 'x'),
                           "\x01 control"};
  if (good.is_string()) values.emplace_back(good.get<std::string>() + " x");
  return values;
}

std::string shown(const json& value) { return value.dump().substr(0, 30); }

void change_json(const RawRequest& good, std::vector<Change>& changes) {
  const json body = json::parse(good.body);
  const json flat = body.flatten();
  for (const auto& [place, value] : flat.items()) {
    for (json::json_pointer at{place}; !at.empty(); at = at.parent_pointer()) {
      for (const json& wrong : wrong_values(body.at(at))) {
        json other = body;
        other[at] = wrong;
        changes.push_back({at.to_string() + " as " + shown(wrong), with_body(good, other.dump())});
      }
      json other = body;
      json& parent = other[at.parent_pointer()];
      if (parent.is_object()) {
        parent.erase(at.back());
        changes.push_back({"without " + at.to_string(), with_body(good, other.dump())});
        parent = body.at(at.parent_pointer());
        parent["herald"] = 1;
        changes.push_back({at.parent_pointer().to_string() + "/herald", with_body(good, other.dump())});
      }
    }
  }
  changes.push_back({"half of the body", with_body(good, good.body.substr(0, good.body.size() / 2))});
  changes.push_back({"bytes that are no UTF-8", with_body(good, "{\"\xff\":1}")});
}

void change_form(const RawRequest& good, std::vector<Change>& changes) {
  const auto form = read_form(good.body);
  if (!form) return;
  for (std::size_t i = 0; i < form->size(); ++i) {
    const std::string name = (*form)[i].first;
    Form other = *form;
    other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
    changes.push_back({"without " + name, with_body(good, write_form(other))});
    for (const std::string& wrong : {std::string{}, std::string{"7"}, std::string{"no such word"},
                                     std::string(5'000, 'x'), std::string{"\x01"}}) {
      other = *form;
      other[i].second = wrong;
      changes.push_back({name + " as " + wrong.substr(0, 30), with_body(good, write_form(other))});
    }
    other = *form;
    other.push_back((*form)[i]);
    changes.push_back({"two of " + name, with_body(good, write_form(other))});
  }
  changes.push_back({"a field Herald", with_body(good, good.body + "&Herald=1")});
  changes.push_back({"an escape that is none", with_body(good, good.body + "&A=%zz")});
}

/// The parts of a multipart/form-data body, each taken away, renamed and emptied.
void change_parts(const RawRequest& good, std::vector<Change>& changes) {
  const std::string boundary = good.body.substr(0, good.body.find("\r\n"));
  for (std::size_t at = 0; at < good.body.size();) {
    const std::size_t next = good.body.find(boundary, at + boundary.size());
    if (next == std::string::npos) break;
    const std::string part = good.body.substr(at, next - at);
    const std::size_t name = part.find("name=\"");
    const std::string word = part.substr(name + 6, part.find('"', name + 6) - name - 6);
    const std::size_t blank = part.find("\r\n\r\n");
    const auto replaced = [&](const std::string& other) {
      return with_body(good, good.body.substr(0, at) + other + good.body.substr(next));
    };
    changes.push_back({"without " + word, replaced("")});
    changes.push_back({"two of " + word, replaced(part + part)});
    for (const std::string& wrong : {std::string{}, std::string{"no such word"}, std::string(5'000, 'x')})
      changes.push_back(
          {word + " as " + wrong.substr(0, 30), replaced(part.substr(0, blank + 4) + wrong + "\r\n")});
    std::string renamed = part;
    renamed.replace(name + 6, word.size(), "herald");
    changes.push_back({word + " named herald", replaced(renamed)});
    at = next;
  }
  changes.push_back({"half of the body", with_body(good, good.body.substr(0, good.body.size() / 2))});
}

std::vector<Change> changes_of(const RawRequest& good) {
  std::vector<Change> changes;
  change_head(good, changes);
  if (json::accept(good.body))
    change_json(good, changes);
  else if (good.body.starts_with("--"))
    change_parts(good, changes);
  else
    change_form(good, changes);
  return changes;
}

std::string excerpt(const RawRequest& request) {
  const std::string whole = request.head + request.body;
  return whole.size() <= 2'000 ? whole : whole.substr(0, 2'000) + "...";
}

}  // namespace

std::vector<json> broken_rules(const FarKind& kind) {
  set_now(kind.now);
  const auto far = kind.make();
  std::vector<json> rules;
  std::set<std::string> known;
  std::size_t good = 0;
  for (const std::string_view text : kind.examples) {
    const RawRequest example = request_of(text, far->authorization());
    if (!judged(*far, example).empty()) continue;  // of another account
    ++good;
    for (const Change& change : changes_of(example)) {
      const std::string rule = judged(*far, change.request);
      if (rule.empty() || !known.insert(rule).second) continue;
      rules.push_back({{"rule", rule}, {"change", change.words}, {"request", excerpt(change.request)}});
    }
  }
  set_now(0);
  if (good == 0)
    throw std::runtime_error{std::string{kind.provider} + ": expected a good example, found none"};
  return rules;
}

}  // namespace herald::test::sim
