#include "sdk/tools/plugin/dialogue.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "sdk/tools/plugin/command_line.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;

[[noreturn]] void refuse(const std::string& name, const std::string& expected) {
  throw std::runtime_error{name + ".dialogue: expected " + expected};
}

std::string object_line(std::istringstream& lines, const std::string& name, const char* what) {
  std::string line;
  std::getline(lines, line);
  if (!json::parse(line, nullptr, false).is_object()) refuse(name, std::string{what} + " as a JSON object");
  return line;
}

Turn read_turn(const std::string& name, const std::string& line) {
  static const std::map<std::string, std::int32_t> kEvents{{"+connected", HERALD_STREAM_CONNECTED},
                                                           {"+tls_started", HERALD_STREAM_TLS_STARTED},
                                                           {"+closed", HERALD_STREAM_CLOSED},
                                                           {"+timer", HERALD_STREAM_TIMER}};
  if (const auto event = kEvents.find(line); event != kEvents.end()) return {.kind = event->second};
  if (line.starts_with("S ")) return {.kind = HERALD_STREAM_BYTES, .bytes = line.substr(2) + "\r\n"};
  if (line.starts_with("M ")) return {.kind = HERALD_STREAM_MESSAGE, .bytes = line.substr(2)};
  const json bytes = line.starts_with("B ") ? json::parse(line.substr(2), nullptr, false) : json{};
  if (!bytes.is_string()) refuse(name, "an event, `S line`, `B \"bytes\"` or `M message`, found " + line);
  return {.kind = HERALD_STREAM_BYTES, .bytes = bytes.get<std::string>()};
}

}  // namespace

Dialogue read_dialogue(const std::string& name, const std::string& text) {
  std::istringstream lines{text};
  Dialogue dialogue{.name = name};
  dialogue.step.op = "send";
  dialogue.step.account = object_line(lines, name, "the account");
  dialogue.step.input = object_line(lines, name, "the input");
  std::string line;
  while (std::getline(lines, line)) {
    if (line.empty() || line.starts_with("  ")) continue;
    if (line.starts_with("op ") && dialogue.turns.empty())
      dialogue.step.op = line.substr(3);
    else
      dialogue.turns.push_back(read_turn(name, line));
  }
  return dialogue;
}

std::vector<std::filesystem::path> dialogue_files(const Sources& sources) {
  std::vector<std::filesystem::path> files;
  if (sources.golden.empty()) return files;
  for (const auto& entry : std::filesystem::directory_iterator{sources.golden})
    if (entry.path().extension() == ".dialogue") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::vector<Dialogue> sample_dialogues(const Sources& sources) {
  std::vector<Dialogue> dialogues;
  for (const auto& file : dialogue_files(sources)) {
    try {
      dialogues.push_back(read_dialogue(file.stem().string(), read_bytes(file)));
    } catch (const std::exception&) {
      continue;  // the golden check says what is wrong with the file
    }
  }
  return dialogues;
}

}  // namespace herald::kit
