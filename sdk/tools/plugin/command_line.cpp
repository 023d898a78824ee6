#include "sdk/tools/plugin/command_line.hpp"

#include <fstream>
#include <sstream>

namespace herald::kit {

Words read_words(const std::vector<std::string>& words, const std::set<std::string>& options,
                 const std::set<std::string>& flags) {
  Words read;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (!word.starts_with("--")) {
      read.plain.push_back(word);
    } else if (flags.contains(word)) {
      read.flags.insert(word);
    } else if (!options.contains(word)) {
      throw UsageError{"unknown option " + word + "; herald-plugin --help lists them"};
    } else if (i + 1 == words.size()) {
      throw UsageError{word + ": expected a value, found none"};
    } else {
      read.options[word] = words[++i];
    }
  }
  return read;
}

std::string read_bytes(const std::string& file) {
  const std::ifstream in{file, std::ios::binary};
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) throw UsageError{file + ": expected a file that can be read"};
  return std::move(bytes).str();
}

void write_bytes(const std::string& file, std::string_view bytes) {
  std::ofstream out{file, std::ios::binary};
  out << bytes;
  if (!out.flush()) throw UsageError{file + ": cannot write it"};
}

}  // namespace herald::kit
