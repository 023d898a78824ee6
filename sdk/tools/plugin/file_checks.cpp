// What the bytes of the file tell before any of its code runs.
#include <herald/abi.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <regex>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/elf_file.hpp"
#include "sdk/tools/plugin/imports.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

void check_shape(const Target& target, Findings& findings) {
  const ElfFacts facts = read_elf_file(target.file);
  if (!facts.problem.empty()) return findings.add("a shared library of this machine", facts.problem);
  findings.expect(facts.shared_object, "a shared library", "another type of ELF file");
  findings.expect(!facts.runs_as_program, "a library that is no program", "an interpreter is named");
  findings.expect(target.file.extension() == ".so", "a name that ends in .so", target.file.filename());
  struct ::stat info{};
  if (::stat(target.file.c_str(), &info) == 0)
    findings.expect((info.st_mode & 022U) == 0 && (info.st_mode & 06000U) == 0,
                    "a file that only its owner may write (chmod 0644)",
                    "group or others may, or it is setuid");
}

void check_hardening(const Target& target, Findings& findings) {
  const ElfFacts facts = read_elf_file(target.file);
  findings.expect(facts.bind_now, "-z now: all symbols bound when the file is loaded", "lazy binding");
  findings.expect(facts.relro, "-z relro", "no read-only relocations");
  findings.expect(facts.stack_note && !facts.executable_stack, "a stack that is not executable",
                  facts.stack_note ? "-z execstack" : "no PT_GNU_STACK");
  findings.expect(!facts.text_relocations, "position-independent code", "text relocations");
  findings.expect(!facts.writable_code, "code that is not writable", "a segment with write and execute");
  findings.expect(facts.search_path.empty(), "no RPATH or RUNPATH", facts.search_path);
  findings.expect(!facts.no_delete, "no DF_1_NODELETE", "-z nodelete");
}

void check_exports(const Target& target, Findings& findings) {
  const ElfFacts facts = read_elf_file(target.file);
  for (const std::string& name : facts.exported)
    findings.expect(name == HERALD_ENTRY_SYMBOL,
                    "one exported symbol, " HERALD_ENTRY_SYMBOL " (use herald_add_plugin)",
                    name + " as well");
  findings.expect(std::ranges::find(facts.exported, HERALD_ENTRY_SYMBOL) != facts.exported.end(),
                  "the exported symbol " HERALD_ENTRY_SYMBOL, "none of that name");
  for (const std::string& name : facts.unique)
    findings.add("no symbol that the loader keeps once per process (-fno-gnu-unique)", name);
}

void check_needed(const Target& target, Findings& findings) {
  constexpr std::array<std::string_view, 10> kSystem{
      "libc.so.",       "libm.so.",  "libstdc++.so.", "libgcc_s.so.", "ld-linux",
      "libpthread.so.", "libdl.so.", "librt.so.",     "libasan.so",   "libubsan.so"};
  const ElfFacts facts = read_elf_file(target.file);
  bool runtime = false;
  for (const std::string& name : facts.needed) {
    runtime = runtime || name.starts_with("libstdc++");
    const auto& granted = target.grants.needed;
    findings.expect(std::ranges::any_of(kSystem, [&](auto known) { return name.starts_with(known); }) ||
                        std::ranges::find(granted, name) != granted.end(),
                    "libraries of C and C++ only; link others statically", name);
  }
  for (const ElfNote& note : facts.notes)
    findings.expect(!runtime || (note.flags & HERALD_NOTE_CXX_RUNTIME) != 0,
                    "the note's flag HERALD_NOTE_CXX_RUNTIME, as the file needs libstdc++",
                    "a note without it");
  for (const std::string& version : facts.versions)
    if (const std::string above = above_ceiling(version); !above.empty())
      findings.add("symbols that Debian 12 has (" + above + " at most)", version);
}

void check_imports(const Target& target, Findings& findings) {
  for (const std::string& name : read_elf_file(target.file).imported)
    if (const std::string why = forbidden_import(name); !why.empty())
      findings.add("a plugin that " + why, "it calls " + name);
}

void check_note(const Target& target, Findings& findings) {
  const ElfFacts facts = read_elf_file(target.file);
  if (facts.notes.size() != 1)
    return findings.add("one note of owner Herald (HERALD_PLUGIN_NOTE)",
                        std::to_string(facts.notes.size()) + " of them");
  const ElfNote& note = facts.notes.front();
  if (!note.problem.empty()) return findings.add("a whole note", note.problem);
  const auto number = [](std::uint32_t value) { return std::to_string(value); };
  findings.expect(note.type == HERALD_NOTE_TYPE, "note type 1", number(note.type));
  findings.expect(note.address % 4 == 0, "a note aligned to 4 bytes",
                  "offset " + std::to_string(note.address));
  findings.expect(note.format == HERALD_NOTE_FORMAT, "note format 1", number(note.format));
  findings.expect(note.abi_major == HERALD_ABI_MAJOR, "ABI major 1", number(note.abi_major));
  findings.expect(note.abi_minor_needed <= HERALD_ABI_MINOR && note.abi_minor_needed > 0,
                  "an ABI minor from 1 to " + number(HERALD_ABI_MINOR), number(note.abi_minor_needed));
  findings.expect((note.flags & ~HERALD_NOTE_CXX_RUNTIME) == 0, "no unknown flags", number(note.flags));
  findings.expect(note.manifest.size() <= HERALD_MANIFEST_MAX, "a manifest of at most 64 KiB",
                  std::to_string(note.manifest.size()) + " bytes");
}

void check_text(const json& manifest, const char* key, const char* pattern, Findings& findings) {
  const json value = manifest.value(key, json{});
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  findings.expect(std::regex_match(text.substr(0, 300), std::regex{pattern}),
                  std::string{"a manifest whose "} + key + " matches " + pattern,
                  value.is_null() ? "none" : shown(value.dump()));
}

/// What a feature offers and asks of the host.
void check_feature_manifest(const json& manifest, Findings& findings) {
  const json offered = manifest.value("interfaces", json{}), asked = manifest.value("uses", json::array());
  for (const json& id : offered) {
    findings.expect(id != HERALD_PROVIDER_HTTP_1 && id != HERALD_PROVIDER_STREAM_1,
                    "one of a provider's and a feature's interface", shown(offered.dump()));
    findings.expect(id == HERALD_FEATURE_1 || id == HERALD_PROVIDER_HTTP_1 || id == HERALD_PROVIDER_STREAM_1,
                    "interfaces that a feature has (" HERALD_FEATURE_1 ")", shown(id.dump()));
  }
  findings.expect(std::ranges::count(offered, json(HERALD_FEATURE_1)) == 1,
                  "interfaces that name " HERALD_FEATURE_1 " once", shown(offered.dump()));
  findings.expect(!manifest.contains("provider"), "no provider: a feature has no channels",
                  manifest.value("provider", json{}).dump());
  if (!asked.is_array()) return findings.add("a list uses", shown(asked.dump()));
  const json known{HERALD_RECORDS_1, HERALD_CRYPTO_1, HERALD_LOG_1};
  for (const json& id : asked)
    findings.expect(std::ranges::find(known, id) != known.end(), "uses of interfaces that the host has",
                    shown(id.dump()));
}

void check_manifest(const Target& target, Findings& findings) {
  const ElfFacts facts = read_elf_file(target.file);
  if (facts.notes.empty()) return;  // said by file.note
  const json manifest = json::parse(facts.notes.front().manifest, nullptr, false);
  if (!manifest.is_object())
    return findings.add("a manifest that is a JSON object", shown(facts.notes.front().manifest));
  check_text(manifest, "id", "[a-z0-9]([a-z0-9_-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9_-]*[a-z0-9])?)+", findings);
  check_text(manifest, "version",
             "(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?",
             findings);
  const bool feature = tier_of(target.file) == Tier::Feature;
  if (!feature) check_text(manifest, "provider", "[a-z0-9][a-z0-9_-]{0,63}", findings);
  for (const char* key : {"name", "vendor", "licence"})
    findings.expect(!manifest.contains(key) || manifest[key].is_string(), std::string{"text as "} + key,
                    manifest.value(key, json{}).dump());
  findings.expect(!manifest.contains("concurrent") || manifest["concurrent"].is_boolean(),
                  "true or false as concurrent", manifest.value("concurrent", json{}).dump());
  const json interfaces = manifest.value("interfaces", json{});
  if (feature) return check_feature_manifest(manifest, findings);
  const json known{HERALD_CONFIG_1, HERALD_PROVIDER_HTTP_1, HERALD_PROVIDER_STREAM_1};
  if (!interfaces.is_array()) return findings.add("a list of interfaces", interfaces.dump());
  const auto times = [&](const char* id) { return std::ranges::count(interfaces, json(id)); };
  findings.expect(times(HERALD_CONFIG_1) == 1, "interfaces that name " HERALD_CONFIG_1 " once",
                  shown(interfaces.dump()));
  const auto http = times(HERALD_PROVIDER_HTTP_1), stream = times(HERALD_PROVIDER_STREAM_1);
  findings.expect(http <= 1 && stream <= 1 && http + stream >= 1,
                  "interfaces that name " HERALD_PROVIDER_HTTP_1 " or " HERALD_PROVIDER_STREAM_1
                  ", each once",
                  shown(interfaces.dump()));
  for (const auto& id : interfaces)
    findings.expect(std::ranges::find(known, id) != known.end(), "interfaces that this release knows",
                    shown(id.dump()));
}

constexpr Check kFileChecks[]{
    {"file.shape", "The file is a shared library that only its owner may write", &check_shape},
    {"file.hardening", "The linker made it safe to load", &check_hardening},
    {"file.exports", "It exports one symbol", &check_exports},
    {"file.needed", "It needs nothing that a host may lack", &check_needed},
    {"file.imports", "It calls nothing that a plugin may not call", &check_imports},
    {"file.note", "Its note can be read", &check_note},
    {"file.manifest", "Its manifest says what a host must know", &check_manifest}};

}  // namespace

std::span<const Check> file_checks() { return kFileChecks; }

}  // namespace herald::kit
