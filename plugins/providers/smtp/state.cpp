#include "plugins/providers/smtp/state.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <herald/sdk.hpp>
#include <nlohmann/json.hpp>

#include "plugins/providers/smtp/json_text.hpp"

namespace herald::smtp {
namespace {

using nlohmann::json;

constexpr int kVersion = 2;
constexpr int kPhases = static_cast<int>(Phase::Quit) + 1;

std::vector<std::string> words_of_line(std::string_view line) {
  std::vector<std::string> words;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find_first_of(" ="), line.size());
    std::string word{line.substr(0, end)};
    std::ranges::transform(word, word.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (!word.empty()) words.push_back(std::move(word));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

void note_size(Capabilities& can, const std::vector<std::string>& words) {
  can.size_known = true;
  if (words.size() < 2) return;
  const std::string& digits = words[1];
  std::int64_t size = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  if (read.ec == std::errc{} && size > 0) can.size = size;
}

void note(Capabilities& can, const std::vector<std::string>& words) {
  const std::string& word = words.front();
  if (word == "STARTTLS") can.starttls = true;
  if (word == "PIPELINING") can.pipelining = true;
  if (word == "8BITMIME") can.eight_bit = true;
  if (word == "SMTPUTF8") can.utf8 = true;
  if (word == "DSN") can.dsn = true;
  if (word == "SIZE") note_size(can, words);
  if (word != "AUTH") return;
  can.plain = can.plain || std::ranges::find(words, "PLAIN") != words.end();
  can.login = can.login || std::ranges::find(words, "LOGIN") != words.end();
}

}  // namespace

Capabilities read_capabilities(const std::vector<std::string>& lines) {
  Capabilities can;
  for (std::size_t i = 1; i < lines.size(); ++i)  // the first line is a greeting
    if (const auto words = words_of_line(lines[i]); !words.empty()) note(can, words);
  return can;
}

std::string to_json(const State& state) {
  json refused = json::array();
  for (const Refusal& one : state.refused) refused.push_back({one.recipient, one.code, one.status});
  const Capabilities& can = state.can;
  const json flags = {can.starttls,  can.plain, can.login,      can.pipelining,
                      can.eight_bit, can.utf8,  can.size_known, can.dsn};
  return dumped({{"v", kVersion},
                 {"phase", static_cast<int>(state.phase)},
                 {"secure", state.secure},
                 {"can", flags},
                 {"size", can.size},
                 {"answered", state.answered},
                 {"refused", refused}});
}

State read_state(std::string_view text) {
  const json value = object_of(text, "state");
  if (value.empty()) return {};
  try {
    State state;
    const int phase = value.at("phase").get<int>();
    if (value.at("v").get<int>() != kVersion || phase < 0 || phase >= kPhases)
      throw sdk::Failure{"state: expected one of version 2, found another"};
    state.phase = static_cast<Phase>(phase);
    state.secure = value.at("secure").get<bool>();
    const json& can = value.at("can");
    state.can = {.starttls = can.at(0).get<bool>(),
                 .plain = can.at(1).get<bool>(),
                 .login = can.at(2).get<bool>(),
                 .pipelining = can.at(3).get<bool>(),
                 .eight_bit = can.at(4).get<bool>(),
                 .utf8 = can.at(5).get<bool>(),
                 .dsn = can.at(7).get<bool>(),
                 .size = value.at("size").get<std::int64_t>(),
                 .size_known = can.at(6).get<bool>()};
    state.answered = value.at("answered").get<std::size_t>();
    for (const json& one : value.at("refused"))
      state.refused.push_back(
          {one.at(0).get<std::size_t>(), one.at(1).get<int>(), one.at(2).get<std::string>()});
    return state;
  } catch (const json::exception&) {
    throw sdk::Failure{"state: expected what this plugin wrote, found something else"};
  }
}

}  // namespace herald::smtp
