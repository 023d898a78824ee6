#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/base/result.hpp"

namespace herald::ctl {

/// Invalid/"usage": the command line is not what was expected.
Error usage(std::string detail);

/// The shape of one command. Texts are literals.
struct Grammar {
  std::string_view name;        ///< one or two words
  std::string_view positional;  ///< name of its one argument, empty when it takes none
  std::span<const std::string_view> options;
  std::span<const std::string_view> needed;  ///< options that must be given
};

/// A command's arguments, read by its grammar. [value]
struct Words {
  std::vector<std::string> positional{};
  std::vector<std::pair<std::string, std::string>> options{};
  /// Empty when it was not given.
  [[nodiscard]] std::string option(std::string_view name) const;
};

/// True when `words` begin with the command's name.
bool names(const Grammar& grammar, std::span<const std::string> words);
/// Invalid/"usage" for unknown or repeated options, missing values, too few or too many arguments.
Result<Words> read_words(const Grammar& grammar, std::span<const std::string> words);

/// Parts between commas, empty ones dropped.
std::vector<std::string> split(std::string_view text);

}  // namespace herald::ctl
