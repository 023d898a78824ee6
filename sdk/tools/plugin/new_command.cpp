// herald-plugin new: the installed template under another name.
#include <filesystem>
#include <iostream>
#include <regex>

#include "sdk/tools/plugin/command_line.hpp"

namespace herald::kit {
namespace {

namespace fs = std::filesystem;

/// What stands for the project's names in a template, longest first. [value]
struct Names {
  std::string id{"org.example.acme"}, name{"acme"}, class_name{"Acme"};
};

/// Name of provider, file and target: the last part of the id. The class: the same in capitals at each
/// word.
Names names_of(const std::string& id) {
  Names names{.id = id, .name = id.substr(id.rfind('.') + 1), .class_name = ""};
  bool begins = true;
  for (char& c : names.name) {
    if (c == '-') c = '_';
    if (c != '_') names.class_name += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    begins = c == '_';
  }
  return names;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

/// In one pass a new name could hold an old one, so the old ones are marked first with bytes that no template
/// has.
std::string renamed(std::string text, const Names& to) {
  const Names from;
  replace_all(text, from.id, "\x01");
  replace_all(text, from.name, "\x02");
  replace_all(text, from.class_name, "\x03");
  replace_all(text, "\x01", to.id);
  replace_all(text, "\x02", to.name);
  replace_all(text, "\x03", to.class_name);
  return text;
}

/// The templates that were installed beside this program.
fs::path templates() {
  return fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "share/herald/template";
}

std::string id_problem(const std::string& id) {
  constexpr std::size_t kLongest = 128, kLongestName = 64;
  const std::string shape =
      "expected a plugin id such as org.example.acme: two or more parts of a-z, 0-9 and -, the "
      "last beginning with a letter, found ";
  static const std::regex kId{
      "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
      "\\.[a-z]([a-z0-9-]*[a-z0-9])?"};
  if (id.size() > kLongest)
    return "expected a plugin id of at most 128 characters, found " + std::to_string(id.size());
  if (!std::regex_match(id, kId)) return shape + (id.empty() ? "none" : id);
  if (id.size() - id.rfind('.') > kLongestName)
    return "expected a last part of at most 63 characters in " + id;
  for (const char* taken : {".test", ".all", ".install", ".clean", ".help", ".package"})
    if (id.ends_with(taken)) return "expected a last part that is no target of CMake's own, found " + id;
  return id.starts_with("org.herald.") ? "expected an id under a domain of your own, found " + id : "";
}

/// The journal names a collection of the scaffold `<last part>.notes`, in 32 characters.
std::string feature_problem(const std::string& id, const std::string& language) {
  constexpr std::size_t kLongestCorner = 26;
  if (language == "c") return "expected --lang cpp with --kind feature, found c";
  const bool fits = id.size() - id.rfind('.') - 1 <= kLongestCorner;
  return fits ? "" : "expected a last part of at most 26 characters for a feature, found " + id;
}

std::string folder_problem(const fs::path& folder) {
  std::error_code failed;
  if (!fs::exists(fs::symlink_status(folder, failed))) return "";
  if (fs::is_directory(folder, failed) && fs::is_empty(folder, failed) && !failed) return "";
  return "expected a folder that is absent or empty, found " + folder.string();
}

/// Everything that is wrong with the command at once.
void expect_good(const std::vector<std::string>& problems) {
  std::string all;
  for (const std::string& one : problems)
    if (!one.empty()) all += (all.empty() ? "" : "\n  ") + one;
  if (!all.empty()) throw UsageError{"new: " + all};
}

void copy(const fs::path& from, const fs::path& to, const Names& names) {
  for (const auto& entry : fs::recursive_directory_iterator{from}) {
    if (entry.is_directory()) continue;
    const fs::path target = to / renamed(fs::relative(entry.path(), from).string(), names);
    fs::create_directories(target.parent_path());
    write_bytes(target, renamed(read_bytes(entry.path()), names));
  }
}

}  // namespace

int new_command(const std::vector<std::string>& given) {
  const Words words = read_words(given, {"--lang", "--kind"}, {});
  const std::string language = words.option("--lang", "cpp"), kind = words.option("--kind", "provider");
  const std::string id = words.plain.empty() ? "" : words.plain.front();
  const Names names = names_of(id);
  const fs::path folder = words.plain.size() > 1 ? words.plain[1] : names.name;
  const bool known = language == "cpp" || language == "c", feature = kind == "feature";
  const fs::path from = templates() / (feature ? "feature" : language);
  expect_good({words.plain.size() > 2 ? "expected ID [FOLDER], found " + words.plain[2] + " as well" : "",
               known ? "" : "expected --lang cpp or c, found " + language,
               feature || kind == "provider" ? "" : "expected --kind provider or feature, found " + kind,
               feature ? feature_problem(id, language) : "", id_problem(id),
               folder.empty() ? "" : folder_problem(folder),
               !known || fs::is_directory(from)
                   ? ""
                   : "expected the template in " + from.string() + ": install herald-dev"});
  copy(from, folder, names);
  std::cout << "made " << folder.string() << "; its README.md says what it is. To build and check it:\n"
            << "  cmake -S " << folder.string() << " -B " << (folder / "build").string()
            << " -DCMAKE_BUILD_TYPE=Release\n  cmake --build " << (folder / "build").string()
            << "\n  ctest --test-dir " << (folder / "build").string() << "\n";
  return 0;
}

}  // namespace herald::kit
