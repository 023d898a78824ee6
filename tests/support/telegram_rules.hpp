#pragma once
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tests/support/telegram_wire.hpp"

namespace herald::test {

// What the rules of the several methods have in common. All pure. [any thread]

TelegramError telegram_bad(std::string description, std::string rule);

/// A parameter and when its value is right. [value]
struct TelegramParameter {
  const char* name;
  bool (*right)(const nlohmann::json&);
};
/// Those of every method that sends.
std::span<const TelegramParameter> telegram_common();
/// A complaint about the first one that is in no list or not right.
using TelegramParameters = std::vector<std::span<const TelegramParameter>>;
std::optional<TelegramError> check_telegram_parameters(const nlohmann::json& body,
                                                       const TelegramParameters& known);

/// A list of kinds of updates.
bool are_update_kinds(const nlohmann::json& value);
bool is_parse_mode(const nlohmann::json& value);
bool are_entities(const nlohmann::json& value);

/// Which member bears a text, which its entities, and its most UTF-16 units. [value]
struct TelegramTextRule {
  const char* text;
  const char* entities;
  std::size_t most;
};
std::optional<TelegramError> check_telegram_markup(const nlohmann::json& object,
                                                   const TelegramTextRule& rule);

/// Reads the body, JSON or a form with files, into the call.
std::optional<TelegramError> read_telegram_body(const RawRequest& request, TelegramCall& call);

/// What is wrong with a call of sendPhoto and its like, of sendMediaGroup; of sendLocation, sendVenue.
std::optional<TelegramError> check_telegram_files(const TelegramCall& call);
std::optional<TelegramError> check_telegram_place(const TelegramCall& call);

/// What is wrong with a call of setWebhook, of deleteWebhook.
std::optional<TelegramError> check_telegram_webhook(const TelegramCall& call);

}  // namespace herald::test
