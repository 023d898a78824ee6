#pragma once
#include <string>
#include <vector>

namespace herald::kit {

/// The secret values of an account, and the forms in which they may be hidden in other texts. [value]
class Secrets final {
 public:
  /// `config_keys`: a JSON array of the members of `config` that the schema marks secret.
  Secrets(const std::string& account, const std::string& config_keys);
  /// Whether a text holds one, plain or encoded.
  [[nodiscard]] bool leaks_into(const std::string& text) const;
  /// Whether it holds one encoded: base64, hex or percent-encoded.
  [[nodiscard]] bool encoded_in(const std::string& text) const;
  [[nodiscard]] bool plain_in(const std::string& text) const;

 private:
  std::vector<std::string> plain_{}, encoded_{};
};

}  // namespace herald::kit
