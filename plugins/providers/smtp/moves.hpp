#pragma once
#include <cstddef>
#include <cstdint>
#include <herald/sdk.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/smtp/account.hpp"
#include "plugins/providers/smtp/mime.hpp"

namespace herald::smtp {

/// Why something did not happen. [value]
struct Reason {
  std::string error_class{};
  std::string code{};  ///< the server's number or enhanced code, or a word of ours
  std::string text{};  ///< for people; no secrets
};

/// Gathers the actions of one step (sdk/README.md, "Stream tier") in their order. [one thread]
class Moves final {
 public:
  void connect(const Account& account);
  void write(std::string_view line);  ///< a command, without its line end; UTF-8
  void write_bytes(std::string_view bytes);
  /// An e-mail with its files, dots doubled: the lines of base64 begin with none.
  void write_mail(const Mail& mail);
  void start_tls();
  void commit();
  void timer(int after_ms);
  void close();
  /// Not to appear in logs.
  void hide(std::string secret);
  void accepted(const std::string& provider_id, const std::string& detail);
  void ok();
  /// `kind`: rejected, retry, auth_failed or unknown.
  void verdict(std::string_view kind, const Reason& reason);
  /// Nothing can follow.
  [[nodiscard]] bool closed() const { return closed_; }
  [[nodiscard]] sdk::Reply reply(const std::string& state, std::size_t consumed);

 private:
  void add(std::string action);
  std::string range_of(std::string_view bytes);

  std::vector<std::string> actions_;
  std::vector<std::string> hidden_;
  std::string bytes_;
  bool closed_{false};
};

}  // namespace herald::smtp
