#pragma once
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace herald::kit {

/// A command that cannot be understood or whose files cannot be read; the program ends with 2.
class UsageError final : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The words after the command's name. [value]
struct Words {
  std::vector<std::string> plain{};
  std::map<std::string, std::string> options{};
  std::set<std::string> flags{};
  [[nodiscard]] std::string option(const std::string& name, const std::string& otherwise = {}) const {
    const auto found = options.find(name);
    return found == options.end() ? otherwise : found->second;
  }
};

/// Sorts words into options (which take a value), flags and the rest. Throws UsageError for others.
Words read_words(const std::vector<std::string>& words, const std::set<std::string>& options,
                 const std::set<std::string>& flags);

/// The bytes of a file. Throws UsageError.
std::string read_bytes(const std::string& file);
/// Throws UsageError.
void write_bytes(const std::string& file, std::string_view bytes);

/// Each answers the program's exit status: 0 good, 1 findings, 2 usage (UsageError).
int check_command(const std::vector<std::string>& words);
int new_command(const std::vector<std::string>& words);
int inspect_command(const std::vector<std::string>& words);
int sign_command(const std::vector<std::string>& words);

/// What `inspect` prints.
std::string inspection(const std::string& file);

}  // namespace herald::kit
