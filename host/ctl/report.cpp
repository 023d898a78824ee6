#include "host/ctl/report.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "host/ctl/run.hpp"
#include "host/json/document.hpp"

namespace herald::ctl {
namespace {

/// For a terminal: texts without quotes, nothing for null.
std::string shown(const std::optional<json::Document>& value) {
  if (!value || value->kind() == json::Kind::Null) return {};
  std::string text = value->text().value_or(value->compact());
  std::ranges::replace_if(text, [](unsigned char c) { return c < ' ' || c == 0x7f; }, '?');
  return text;
}

using Line = std::vector<std::string>;

void print_table(const std::vector<Line>& lines, std::ostream& out) {
  std::vector<std::size_t> widths;
  for (const Line& line : lines) {
    widths.resize(std::max(widths.size(), line.size()));
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
  }
  for (const Line& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      if (i + 1 < line.size()) text.append(widths[i] + 2 - line[i].size(), ' ');
    }
    out << text.substr(0, text.find_last_not_of(' ') + 1) << '\n';
  }
}

void print_rows(const Command& command, const json::Document& body, std::ostream& out) {
  std::vector<Line> lines{Line{command.columns.begin(), command.columns.end()}};
  const auto data = body.member("data");
  for (const json::Document& row : data ? data->elements() : std::vector<json::Document>{}) {
    Line line;
    for (const std::string_view column : command.columns) line.push_back(shown(row.member(column)));
    lines.push_back(std::move(line));
  }
  print_table(lines, out);
}

bool lists_objects(const json::Document& value) {
  const auto elements = value.elements();
  return !elements.empty() && elements.front().kind() == json::Kind::Object;
}

/// A table of objects: a column for each member that some of them fill.
void print_list(const std::string& name, const std::vector<json::Document>& elements, std::ostream& out) {
  Line columns;
  for (const json::Document& element : elements)
    for (const std::string& key : element.names())
      if (!shown(element.member(key)).empty() && std::ranges::find(columns, key) == columns.end())
        columns.push_back(key);
  std::vector<Line> lines{columns};
  for (const json::Document& element : elements) {
    Line line;
    for (const std::string& column : columns) line.push_back(shown(element.member(column)));
    lines.push_back(std::move(line));
  }
  out << '\n' << name << '\n';
  print_table(lines, out);
}

/// Single members first; lists of objects (findings, complaints) follow, each as a table; empty ones are left
/// out.
void print_members(const json::Document& body, std::ostream& out) {
  std::vector<Line> lines;
  for (const std::string& name : body.names()) {
    const auto value = body.member(name);
    const bool empty = value->kind() == json::Kind::Array && value->elements().empty();
    if (!empty && !lists_objects(*value)) lines.push_back({name, shown(value)});
  }
  print_table(lines, out);
  for (const std::string& name : body.names())
    if (const auto value = body.member(name); lists_objects(*value)) print_list(name, value->elements(), out);
}

bool passes(const Command& command, const json::Document& body) {
  if (command.verdict.empty()) return true;
  const auto value = body.member(command.verdict);
  return value && value->boolean().value_or(false);
}

int refused(const http::Response& response, const json::Document& body, std::ostream& err) {
  const std::string detail = shown(body.member("detail"));
  err << "refused (" << response.status << "): " << (detail.empty() ? shown(body.member("code")) : detail)
      << '\n';
  const auto errors = body.member("errors");
  for (const json::Document& error : errors ? errors->elements() : std::vector<json::Document>{})
    err << "  " << shown(error.member("pointer")) << ": " << shown(error.member("detail")) << '\n';
  return kRefused;
}

}  // namespace

int report(const Command& command, const http::Response& response, Format format, const Streams& streams) {
  const auto parsed =
      json::parse(response.body.empty() ? "{}" : response.body, {.bytes = std::size_t{64} << 20U});
  const json::Document body = parsed ? *parsed : json::Document{};
  if (response.status >= 400) {
    if (format == Format::Json) streams.out << response.body << '\n';
    return refused(response, body, streams.err);
  }
  if (format == Format::Json) {
    if (!response.body.empty()) streams.out << response.body << '\n';
  } else if (command.view == View::Silent) {
    streams.out << "done\n";
  } else if (command.view == View::Table) {
    print_rows(command, body, streams.out);
  } else {
    print_members(body, streams.out);
  }
  return passes(command, body) ? kOk : kRefused;
}

int report_failure(const Error& error, const Streams& streams) {
  streams.err << error.detail << '\n';
  if (error.reason == "usage") return kUsage;
  return error.code == Errc::Unavailable || error.code == Errc::Timeout ? kUnreachable : kRefused;
}

}  // namespace herald::ctl
