#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace herald::channel_log {

/// Texts that must not be shown, in every spelling in which an exchange may carry them: as they are,
/// percent-encoded (both cases of digits, blanks as %20 or +), base64, hex, and as JSON writes them. [value]
class Secrets {
 public:
  /// Below that a text is no secret, and hiding it would mangle innocent words.
  static constexpr std::size_t kShortest = 4;
  void add(std::string_view secret);
  /// `text` with `***` for each of them. Where `text` is only the beginning of something (`cut_short`), its
  /// end goes too, so far that it cannot hold half a secret.
  [[nodiscard]] std::string hide(std::string text, bool cut_short = false) const;

 private:
  std::vector<std::string> spellings_;
  std::size_t longest_{0};
};

/// Is this the name of a header, parameter or field that carries a credential?
bool names_a_secret(std::string_view name);

}  // namespace herald::channel_log
