#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace herald::provider {

/// One name with one value of an application/x-www-form-urlencoded document. [value]
struct Field {
  std::string name{};
  std::string value{};
  bool operator==(const Field&) const = default;
};

/// In the order written; names may repeat.
using Fields = std::vector<Field>;

/// The document: letters, digits and `*-._` stay, space becomes `+`, every other byte `%XX`. [any thread]
std::string form_encode(const Fields& fields);

/// The fields of a document or query. A `%` that starts no escape stays as it is; nothing is trimmed, an
/// empty value is kept, empty pairs (`&&`) are not fields. Bytes are not checked to be UTF-8. [any thread]
Fields form_decode(std::string_view document);

/// The first value of that name, or nothing (empty). [any thread]
std::string_view first_value(const Fields& fields, std::string_view name);

/// True when the name occurs at all. [any thread]
bool has_field(const Fields& fields, std::string_view name);

/// Letters, digits and the bytes of `literals` stay, every other byte becomes `%XX`. [any thread]
std::string percent_encoded(std::string_view text, std::string_view literals);

}  // namespace herald::provider
