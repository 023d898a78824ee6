#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
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

/// The method that the request line calls; empty when the line calls none of this bot's.
std::string method_of(const TelegramBot& bot, const RawRequest& request);

/// What is wrong with a request; nothing when Telegram would take it. Stricter than Telegram: what its
/// documents do not name is refused, and so is a method that no test needs.
std::optional<TelegramError> check_call(const TelegramBot& bot, const RawRequest& request);

/// Length in UTF-16 units of what is left of HTML, or nothing when Telegram would not parse it.
std::optional<std::size_t> html_length(std::string_view html);

/// The envelope of a failure; `parameters` null: none.
std::string failure_json(const TelegramError& error, const nlohmann::json& parameters);

}  // namespace herald::test
