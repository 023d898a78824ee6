#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The JSON that the courier plugin reads and writes; compiled once for all its variants. Nothing here throws
/// for foreign text.
namespace courier {

/// Whether the text is a JSON object.
bool is_object(std::string_view json);
/// The text at a JSON pointer (RFC 6901); empty when there is none.
std::string text_at(std::string_view json, const char* pointer);
/// The integer at a JSON pointer.
std::optional<std::int64_t> number_at(std::string_view json, const char* pointer);
/// The value of the first header of that name in the list `[["Name","value"], …]` at a JSON pointer.
std::optional<std::string> header(std::string_view json, const char* pointer, std::string_view name);
/// A JSON string, with its quotes.
std::string quoted(std::string_view text);
/// The receipts of a callback's body as the JSON array of an `events` verdict; nothing when it cannot be
/// read.
std::optional<std::string> receipts(std::string_view body);

}  // namespace courier
