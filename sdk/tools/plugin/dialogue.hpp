#pragma once
#include <herald/testing.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "sdk/tools/plugin/sample.hpp"

namespace herald::kit {

/// One thing that the far side does: an event (HERALD_STREAM_…), with bytes what it says. [value]
struct Turn {
  std::int32_t kind{};
  std::string bytes{};
};

/// A whole exchange of a stream provider with a far side: what begins it, and what the far side does. [value]
///
/// In a file X.dialogue: a line with the account, a line with the input, perhaps `op test_account`; then
///
///     +connected +tls_started +closed +timer      events, each on a line
///     S 220 mail.example.com ESMTP                a line of the far side, CR LF is added
///     B "…"                                       bytes of the far side as a JSON text, nothing is added
///     M {"id":1}                                  a whole message of a WebSocket, as text
///
/// and, written by --record below each, what the plugin does: lines with two blanks before them.
struct Dialogue {
  std::string name{};
  sdk::testing::Step step{};
  std::vector<Turn> turns{};
};

/// Reads the text of such a file. Throws std::runtime_error with what was expected.
Dialogue read_dialogue(const std::string& name, const std::string& text);
/// Those of the golden folder, by name. Files that are none are left out: the golden check says so.
std::vector<Dialogue> sample_dialogues(const Sources& sources);
/// The files themselves.
std::vector<std::filesystem::path> dialogue_files(const Sources& sources);

}  // namespace herald::kit
