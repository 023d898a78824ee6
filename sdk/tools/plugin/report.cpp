#include "sdk/tools/plugin/report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace herald::kit {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c >= ' ' || c == '\n' || c == '\t' ? c : '?';
    }
  return out;
}

}  // namespace

std::size_t failed(const std::vector<Result>& results) {
  return static_cast<std::size_t>(
      std::ranges::count_if(results, [](const Result& one) { return !one.findings.empty(); }));
}

std::string as_text(const std::vector<Result>& results) {
  std::string out;
  for (const Result& one : results) {
    out += (one.findings.empty() ? "ok    " : "FAIL  ") + one.id + "  " + one.title + "\n";
    for (const Finding& finding : one.findings)
      out += "      expected " + finding.expected + ",\n      found    " + finding.found + "\n";
  }
  const auto bad = failed(results);
  return out + std::to_string(results.size()) + " checks, " + std::to_string(bad) + " failed\n";
}

std::string as_json(const std::string& file, const std::vector<Result>& results) {
  using nlohmann::ordered_json;
  ordered_json checks = ordered_json::array();
  for (const Result& one : results) {
    ordered_json findings = ordered_json::array();
    for (const Finding& finding : one.findings)
      findings.push_back({{"expected", finding.expected}, {"found", finding.found}});
    checks.push_back({{"id", one.id},
                      {"title", one.title},
                      {"ok", one.findings.empty()},
                      {"ms", one.took.count()},
                      {"findings", findings}});
  }
  const ordered_json all{{"file", file}, {"checks", checks}, {"failed", failed(results)}};
  return all.dump(2, ' ', true, ordered_json::error_handler_t::replace) + "\n";
}

std::string as_junit(const std::vector<Result>& results) {
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"herald-plugin check\" tests=\"" +
      std::to_string(results.size()) + "\" failures=\"" + std::to_string(failed(results)) + "\">\n";
  for (const Result& one : results) {
    out += "  <testcase classname=\"check\" name=\"" + escaped(one.id) + "\" time=\"" +
           std::to_string(static_cast<double>(one.took.count()) / 1000.0) + "\">\n";
    for (const Finding& finding : one.findings)
      out += "    <failure message=\"" + escaped("expected " + finding.expected) + "\">" +
             escaped("found " + finding.found) + "</failure>\n";
    out += "  </testcase>\n";
  }
  return out + "</testsuite>\n";
}

}  // namespace herald::kit
