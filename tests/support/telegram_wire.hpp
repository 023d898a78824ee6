#pragma once
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "tests/support/raw_server.hpp"

namespace herald::test {

// What the Bot API's documents say about one request, told apart from any plugin. All pure. [value]

struct TelegramBot {
  std::string token{"123456:TESTTOKEN-aBcDeFgHiJkLmNoPqRsTuVwXyZ"};
  std::string webhook_secret{"flow_webhook-secret_0123456789abcdefgh"};

  [[nodiscard]] std::int64_t id() const { return std::stoll(token); }
};

/// A failure of the API. `rule` says which rule was broken, for people.
struct TelegramError {
  int status{400};
  std::string description{};
  std::string rule{};
};

/// A file as its bytes come along, or as a person sent it. [value]
struct TelegramFile {
  std::string name{};
  std::string type{};
  std::string bytes{};
};

/// A request, read. `wrong` says what is wrong with it; nothing when Telegram would take it. Stricter than
/// Telegram: what its documents do not name is refused, and so is a method that no test needs.
struct TelegramCall {
  std::string method{};                         ///< of the API; empty: a download
  nlohmann::json parameters{};                  ///< from JSON or a form
  std::map<std::string, TelegramFile> files{};  ///< by the name of their part
  std::string file_path{};                      ///< of a download
  std::optional<TelegramError> wrong{};
};
TelegramCall read_telegram_call(const TelegramBot& bot, const RawRequest& request);

/// Length in UTF-16 units of what is left of HTML, or nothing when Telegram would not parse it.
std::optional<std::size_t> html_length(std::string_view html);

/// The envelope of a failure; `parameters` null: none.
std::string failure_json(const TelegramError& error, const nlohmann::json& parameters);

}  // namespace herald::test
