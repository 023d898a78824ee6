#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/base/result.hpp"
#include "host/json/document.hpp"

namespace herald::json {

/// A compiled JSON Schema. `format` is an annotation; `pattern` applies to texts of at most 4096 characters
/// and refuses longer ones. Only keywords of the allow-list (design §5) compile. [value, any thread]
class Schema {
 public:
  /// Invalid/"bad_schema" with what stands against the text. References must stay inside it.
  static Result<Schema> compile(std::string_view schema_text);
  /// Every complaint about `document`; empty when it conforms. Texts never repeat the document's values.
  [[nodiscard]] std::vector<Problem> check(const Document& document) const;

 private:
  struct Compiled;
  explicit Schema(std::shared_ptr<const Compiled> compiled);
  // Shared by the copies of one schema; nobody changes it.
  std::shared_ptr<const Compiled> compiled_;
};

/// Compiles, parses and checks in one go. Errors: those of Schema::compile() and parse().
Result<std::vector<Problem>> validate(std::string_view schema_text, std::string_view document_text);

/// Keywords of the schema that no release of Herald honours, each as "<pointer>: <why>"; also a `$ref` with
/// constraints beside it, which would be ignored. Empty for a schema that compiles and means what it says.
std::vector<std::string> unsupported_keywords(std::string_view schema_text);

/// Names of the top-level properties marked `"secret": true`, in alphabetical order.
std::vector<std::string> secret_fields(std::string_view schema_text);

}  // namespace herald::json
