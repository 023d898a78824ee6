// The descriptor of a feature: what the host would refuse when it admits the plugin.
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/elf_file.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

std::string id_of(const Target& target) {
  const json manifest = json::parse(manifest_text(target.file), nullptr, false);
  const json id = manifest.is_object() ? manifest.value("id", json{}) : json{};
  return id.is_string() ? id.get<std::string>() : "";
}

/// Flaws below a part of the descriptor.
void check_part(const Target& target, Findings& findings, const std::string& part) {
  Subject subject{target.file, target.sources, findings};
  if (subject.ready()) say(sheet_flaws(subject.facts(), id_of(target), target.grants), "/" + part, findings);
}

void check_sheet(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const Outcome made = subject.descriptor();
  if (!read(made).is_object())
    return findings.add("a descriptor that is a JSON object", shown(made.ok() ? made.json : made.reason));
  for (int i = 0; i < 3; ++i)
    findings.expect(subject.descriptor() == made, "the same descriptor each time", "another one");
  subject.usual();
  findings.expect(subject.descriptor() == made, "the same descriptor each time", "another one after calls");
  Flaws others;
  for (const Flaw& flaw : sheet_flaws(subject.facts(), id_of(target), target.grants)) {
    const std::string part = flaw.pointer.substr(1, flaw.pointer.find('/', 1) - 1);
    const json parts{"collections", "schemas", "routes", "filters", "events", "jobs"};
    if (std::ranges::find(parts, json(part)) == parts.end()) others.push_back(flaw);
  }
  say(others, "", findings);
}

constexpr Check kSheetChecks[]{
    {"sheet.facts", "The descriptor is one, always the same, without unknown members", &check_sheet},
    {"sheet.collections", "Collections can be made on each database",
     [](const Target& target, Findings& findings) { check_part(target, findings, "collections"); }},
    {"sheet.schemas", "Schemas are ones that the host reads",
     [](const Target& target, Findings& findings) { check_part(target, findings, "schemas"); }},
    {"sheet.routes", "Routes can be served",
     [](const Target& target, Findings& findings) { check_part(target, findings, "routes"); }},
    {"sheet.filters", "Filters can be asked",
     [](const Target& target, Findings& findings) { check_part(target, findings, "filters"); }},
    {"sheet.events", "Events have names of events",
     [](const Target& target, Findings& findings) { check_part(target, findings, "events"); }},
    {"sheet.jobs", "Jobs can be done in time",
     [](const Target& target, Findings& findings) { check_part(target, findings, "jobs"); }}};

}  // namespace

std::span<const Check> sheet_checks() { return kSheetChecks; }

}  // namespace herald::kit
