#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace herald::telegram {

/// Length as Telegram counts it: UTF-16 code units of UTF-8 text. [any thread]
std::size_t utf16_units(std::string_view utf8);

/// Units that are left of HTML once its tags are gone and each `&name;` is one: what Telegram's limit counts,
/// or a little less. [any thread]
std::size_t visible_units(std::string_view html);

/// Nothing but blanks. [any thread]
bool blank(std::string_view text);

/// 1–20 digits, a minus sign before them or not. [any thread]
bool is_chat_id(std::string_view text);

/// `@` and 5 to 32 letters, digits or underscores. [any thread]
bool is_username(std::string_view text);

/// Text of a stranger made fit for storage: `secrets` replaced, cut to 300 bytes at a character. [any thread]
std::string redacted(std::string_view text, const std::vector<std::string>& secrets);

}  // namespace herald::telegram
