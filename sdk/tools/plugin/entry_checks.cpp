// The entry point and the life of instances.
#include <dlfcn.h>

#include <array>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/checks.hpp"
#include "sdk/tools/plugin/elf_file.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

void check_entry(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  const herald_entry* entry = subject.entry();
  if (entry == nullptr) return;
  constexpr std::uint32_t kAbsurd = 4096;
  findings.expect(entry->struct_size < kAbsurd && entry->struct_size % 8 == 0,
                  "sizeof(herald_entry) as struct_size", std::to_string(entry->struct_size));
  findings.expect(entry->abi_minor >= 1 && entry->abi_minor <= HERALD_ABI_MINOR,
                  "an entry whose abi_minor is 1 to " + std::to_string(HERALD_ABI_MINOR),
                  std::to_string(entry->abi_minor));
  const std::string manifest{entry->manifest.data == nullptr ? "" : entry->manifest.data,
                             entry->manifest.data == nullptr ? 0 : entry->manifest.len};
  findings.expect(manifest == manifest_text(target.file),
                  "the manifest of the note, byte for byte, in the entry", shown(manifest));
  void* library = ::dlopen(target.file.c_str(), RTLD_NOW | RTLD_LOCAL);
  const auto again = reinterpret_cast<const herald_entry* (*)(void)>(::dlsym(library, HERALD_ENTRY_SYMBOL));
  const std::size_t size = sizeof(herald_entry);
  const std::string first{reinterpret_cast<const char*>(entry), size};
  findings.expect(again() == entry && std::string(reinterpret_cast<const char*>(again()), size) == first,
                  "the same static table each time", "another one at the second call");
}

std::vector<std::string> interfaces_of(const Subject& subject) {
  if (subject.is_feature()) return {HERALD_FEATURE_1};
  std::vector<std::string> all{HERALD_CONFIG_1};
  if (subject.streams()) all.emplace_back(HERALD_PROVIDER_STREAM_1);
  if (subject.takes_requests()) all.emplace_back(HERALD_PROVIDER_HTTP_1);
  return all;
}

void check_interfaces(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  const auto ask = [&](const std::string& id) {
    const Tight copy{std::string_view{id.c_str(), id.size() + 1}};
    return subject.entry()->get_interface(subject.instance(), copy.data());
  };
  for (const std::string& known : interfaces_of(subject)) {
    const void* table = ask(known);
    findings.expect(table == ask(known), "the same table of " + known + " each time", "another one");
    std::uint32_t size = 0;
    if (table != nullptr) std::memcpy(&size, table, sizeof(size));
    findings.expect(size < 4096, "a sensible struct_size of " + known, std::to_string(size));
    std::string upper = known;
    upper[0] = 'H';
    for (const std::string& near :
         {known + "x", known + " ", known + "0", known + "\n", known.substr(0, known.size() - 1),
          known.substr(0, known.size() - 1) + "2", known.substr(0, known.size() - 2), upper, known.substr(1),
          " " + known})
      findings.expect(ask(near) == nullptr, "no table for the unknown interface id \"" + shown(near) + "\"",
                      "a table");
  }
  for (const std::string other :
       {"", "/", "herald", "herald.", "herald.provider", "org.example.nothing/1", "herald.unknown/1"})
    findings.expect(ask(other) == nullptr, "no table for the unknown interface id \"" + other + "\"",
                    "a table");
  const json manifest = json::parse(manifest_text(target.file), nullptr, false);
  const json listed = manifest.is_object() ? manifest.value("interfaces", json::array()) : json::array();
  for (const std::string other : {"herald.provider.http/1", "herald.provider.stream/1", "herald.feature/1",
                                  "herald.config/1", "herald.selftest/1", "herald.provider.service/1"})
    findings.expect((ask(other) != nullptr) == (std::ranges::find(listed, json(other)) != listed.end()),
                    "an interface that is offered exactly when the manifest lists it", other);
}

/// Whether an instance answers as a fresh one does.
void expect_alive(Subject& subject, herald_instance* instance, const std::vector<Outcome>& fresh,
                  const char* when) {
  subject.use(instance);
  if (!subject.ready()) return;
  subject.findings().expect(subject.usual() == fresh,
                            std::string{"an instance that answers as before "} + when, "another answer");
}

void check_instances(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  herald_instance* first = subject.instance();
  const std::vector<Outcome> fresh = subject.usual();
  std::string reason;
  herald_instance* second = subject.open(subject.host().table(), reason);
  if (second == nullptr) return findings.add("a second instance beside the first", "none: " + shown(reason));
  findings.expect(second != first, "an instance of its own from each open()", "the pointer of the first");
  herald_instance* third = subject.open(subject.host().table(), reason);
  if (third == nullptr) return findings.add("a third instance beside the others", "none: " + shown(reason));
  expect_alive(subject, second, fresh, "beside another one");
  subject.entry()->close(third);
  expect_alive(subject, second, fresh, "after a later one was closed");
  expect_alive(subject, first, fresh, "after a later one was closed");
  subject.use(second);
  subject.entry()->close(first);
  expect_alive(subject, second, fresh, "after an earlier one was closed");
  herald_instance* last = subject.open(subject.host().table(), reason);
  if (last == nullptr) return findings.add("open() to work again after close()", "none: " + shown(reason));
  subject.entry()->close(second);
  expect_alive(subject, last, fresh, "when it was opened after a close()");
}

void check_hosts_apart(const Target& target, Findings& findings) {
  Subject subject{target.file, target.sources, findings};
  if (!subject.ready()) return;
  herald_instance* first = subject.instance();
  const std::vector<Outcome> fresh = subject.usual();
  std::string reason;
  auto passing = std::make_unique<Host>();
  herald_instance* brief = subject.open(passing->table(), reason);
  if (brief == nullptr) return;
  subject.entry()->close(brief);
  passing.reset();  // its tables are gone now; whoever still looks at them crashes
  expect_alive(subject, first, fresh, "after another instance's host went");
}

constexpr Check kEntryChecks[]{
    {"entry.table", "The entry answers a sound static table", &check_entry},
    {"entry.interfaces", "It knows the interfaces it lists and no other", &check_interfaces},
    {"entry.instances", "Instances are independent and can be made again", &check_instances},
    {"entry.hosts", "An instance uses the host it was opened with", &check_hosts_apart}};

}  // namespace

std::span<const Check> entry_checks() { return kEntryChecks; }

}  // namespace herald::kit
