#include "tests/support/sim/change_kinds.hpp"
#include "tests/support/twilio_wire.hpp"

namespace herald::test::sim {
namespace {

/// Values that stand for kinds of mistakes, of fields and of parts.
const std::vector<std::string>& wrong_texts() {
  static const std::vector<std::string> kTexts{"",
                                               "7",
                                               "no such word",
                                               std::string(5'000, 'x'),
                                               std::string(17'000, 'x'),
                                               "\x01",
                                               "a\nb",
                                               "caf\xC3\xA9",
                                               "\xff",
                                               "[]",
                                               "{\"rcpt@example.net\":{\"a\":{\"b\":1}}}",
                                               "{\"other@example.net\":{}}",
                                               "Mon, 01 Jan 2001 00:00:00 +0000",
                                               "herald@elsewhere.example"};
  return kTexts;
}

/// Where the parts of a multipart/form-data body begin, its end included.
std::vector<std::size_t> borders_of(const std::string& body, const std::string& boundary) {
  std::vector<std::size_t> out;
  for (std::size_t at = body.find(boundary); at != std::string::npos;
       at = body.find(boundary, at + boundary.size()))
    out.push_back(at);
  return out;
}

/// One part in turn, and how to put another in its place. [value]
struct Part {
  std::string text;
  std::string name;
  std::size_t at{};
  std::size_t end{};
};

std::vector<Part> parts_of(const std::string& body) {
  if (!body.starts_with("--")) return {};
  const std::string boundary = body.substr(0, body.find("\r\n"));
  const auto borders = borders_of(body, boundary);
  std::vector<Part> out;
  for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
    Part part{body.substr(borders[i], borders[i + 1] - borders[i]), "", borders[i], borders[i + 1]};
    const std::size_t name = part.text.find("name=\"");
    if (name == std::string::npos) continue;
    part.name = part.text.substr(name + 6, part.text.find('"', name + 6) - name - 6);
    out.push_back(std::move(part));
  }
  return out;
}

std::string renamed(const Part& part, const std::string& name) {
  std::string text = part.text;
  return text.replace(text.find("name=\"") + 6, part.name.size(), name);
}

std::string valued(const Part& part, const std::string& value) {
  return part.text.substr(0, part.text.find("\r\n\r\n") + 4) + value + "\r\n";
}

}  // namespace

void change_form(const RawRequest& good, std::span<const RawRequest> others, std::vector<Change>& changes) {
  const auto form = read_form(good.body);
  if (!form) return;
  const auto add = [&](const std::string& words, const Form& other) {
    changes.push_back({words, with_body(good, write_form(other))});
  };
  for (std::size_t i = 0; i < form->size(); ++i) {
    const std::string name = (*form)[i].first;
    Form other = *form;
    other.erase(other.begin() + static_cast<std::ptrdiff_t>(i));
    add("without " + name, other);
    for (const std::string& wrong : wrong_texts()) {
      other = *form;
      other[i].second = wrong;
      add(name + " as " + shown(wrong), other);
    }
    other = *form;
    other.push_back((*form)[i]);
    add("two of " + name, other);
  }
  for (const RawRequest& one : others)
    for (const auto& [name, value] : read_form(one.body).value_or(Form{})) {
      Form other = *form;
      std::erase_if(other, [&, wanted = name](const auto& field) { return field.first == wanted; });
      other.emplace_back(name, value);
      add(name + " of another request: " + shown(value), other);
    }
  changes.push_back({"a field Herald", with_body(good, good.body + "&Herald=1")});
  changes.push_back({"an escape that is none", with_body(good, good.body + "&A=%zz")});
}

void change_parts(const RawRequest& good, std::span<const RawRequest> others, std::vector<Change>& changes) {
  const std::vector<Part> parts = parts_of(good.body);
  for (const Part& part : parts) {
    const auto put = [&](const std::string& words, const std::string& other) {
      changes.push_back(
          {words, with_body(good, good.body.substr(0, part.at) + other + good.body.substr(part.end))});
    };
    put("without " + part.name, "");
    put("two of " + part.name, part.text + part.text);
    for (const std::string& wrong : wrong_texts())
      put(part.name + " as " + shown(wrong), valued(part, wrong));
    for (const char* name : {"herald", "o:herald", "h:caf\xC3\xA9", "h:X-Mailgun-Variables", "v:v:herald",
                             "t:version", "html", "template", "recipient-variables", "o:tag"})
      put(part.name + " named " + name, renamed(part, name));
  }
  if (parts.empty()) return;
  const std::string boundary = good.body.substr(0, good.body.find("\r\n"));
  for (const RawRequest& one : others)
    for (const Part& part : parts_of(one.body))
      changes.push_back({"with " + part.name + " of another request",
                         with_body(good, boundary + part.text.substr(part.text.find("\r\n")) + good.body)});
  changes.push_back({"half of the body", with_body(good, good.body.substr(0, good.body.size() / 2))});
}

}  // namespace herald::test::sim
