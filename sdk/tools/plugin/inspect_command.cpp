// herald-plugin inspect: what an operator sees before any code of the file runs.
#include <herald/abi.h>
#include <herald/testing/crypto.hpp>
#include <herald/text.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "sdk/tools/plugin/command_line.hpp"
#include "sdk/tools/plugin/elf_file.hpp"
#include "sdk/tools/plugin/findings.hpp"
#include "sdk/tools/plugin/signing.hpp"

namespace herald::kit {
namespace {

std::string listed(const char* title, const std::vector<std::string>& all) {
  std::string out = title;
  for (const std::string& one : all) out += " " + shown(one);
  return out + (all.empty() ? " none\n" : "\n");
}

std::string manifest_lines(const std::string& text) {
  using nlohmann::ordered_json;
  const auto manifest = ordered_json::parse(text, nullptr, false);
  if (!manifest.is_object()) return "manifest: expected a JSON object, found " + shown(text) + "\n";
  std::string out;
  for (const auto& [key, value] : manifest.items())
    out += "  " + shown(key) + ": " + shown(value.dump(-1, ' ', true)) + "\n";
  return "manifest:\n" + out;
}

}  // namespace

std::string inspection(const std::string& file) {
  const std::string bytes = read_bytes(file);
  const ElfFacts facts = read_elf(bytes);
  std::string out =
      "file: " + file + "\nsize: " + std::to_string(bytes.size()) + "\nsha256: " + digest_hex(bytes) + "\n";
  if (!facts.problem.empty()) return out + "problem: " + facts.problem + "\n";
  for (const ElfNote& note : facts.notes) {
    out += "note: format " + std::to_string(note.format) + ", ABI " + std::to_string(note.abi_major) + "." +
           std::to_string(note.abi_minor_needed) + ", flags " + std::to_string(note.flags) + "\n";
    out += note.problem.empty() ? manifest_lines(note.manifest) : "problem: " + note.problem + "\n";
  }
  if (facts.notes.empty()) out += "note: none; this is no Herald plugin\n";
  out += listed("exports:", facts.exported) + listed("needs:", facts.needed);
  std::error_code absent;
  const std::string signatures = file + ".sig";
  if (!std::filesystem::exists(signatures, absent)) return out + "signatures: none\n";
  std::istringstream lines{read_bytes(signatures)};
  for (std::string line; std::getline(lines, line);) out += "signature: " + shown(line) + "\n";
  return out;
}

int inspect_command(const std::vector<std::string>& given) {
  const Words words = read_words(given, {}, {});
  if (words.plain.size() != 1) throw UsageError{"inspect: expected one plugin file"};
  const std::string text = inspection(words.plain.front());
  std::cout << text;
  return text.find("\nproblem: ") == std::string::npos && text.find("note: none") == std::string::npos ? 0
                                                                                                       : 1;
}

}  // namespace herald::kit
