#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/api/operation.hpp"
#include "host/base/result.hpp"
#include "host/json/document.hpp"
#include "host/json/schema.hpp"

namespace herald::api {

/// `limit` and `cursor`, which every paged operation takes.
std::vector<Parameter> query_parameters(const Operation& operation);

/// What one operation takes, compiled: the same schemas that the document shows. [value, any thread]
class Contract final {
 public:
  /// The schemas must compile and exist; checked when the router is built.
  explicit Contract(const Operation& operation);
  /// The same with schemas that come from elsewhere, as `$defs`. Invalid/"bad_schema" when one does not
  /// compile or is not there.
  static Result<Contract> make(const Operation& operation, const std::string& definitions);

  /// Unknown, repeated and ill-formed parameters, at /query/<name>.
  [[nodiscard]] std::vector<Problem> query_problems(std::string_view query) const;
  /// The body, or null where the operation takes none. Errors: those of json::parse().
  [[nodiscard]] Result<json::Document> read_body(std::string_view text) const;
  [[nodiscard]] std::vector<Problem> body_problems(const json::Document& body) const;

 private:
  /// With the `$defs` that `definitions_for` answers for a schema, as a JSON object.
  static Result<Contract> compiled(const Operation& operation,
                                   const std::function<std::string(std::string_view)>& definitions_for);
  explicit Contract(bool optional_body, bool any_query)
      : optional_body_{optional_body}, any_query_{any_query} {}
  struct Taken {
    Parameter parameter;
    json::Schema schema;
  };
  bool optional_body_;
  bool any_query_;
  std::vector<Taken> query_;
  std::optional<json::Schema> body_;
};

/// One error for all that stands against a request: Invalid/"invalid_query", "invalid_body", or
/// "invalid_request" when both have problems. `examined` goes first and hides what the schemas say about the
/// same places: it knows more.
Error refusal(std::vector<Problem> query, std::vector<Problem> examined, std::vector<Problem> body);

}  // namespace herald::api
