#include "host/json/schema.hpp"

// Without this valijson aborts the process on a schema it cannot read.
#define VALIJSON_USE_EXCEPTIONS 1
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <stdexcept>
#include <utility>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "host/json/schema_problems.hpp"

namespace herald::json {
namespace {

using Tree = nlohmann::json;

/// libstdc++'s regex recurses once per character: a longer text could exhaust the stack.
constexpr int kPatternCharacters = 4096;

Error bad_schema(std::string detail) {
  return {.code = Errc::Invalid, .reason = "bad_schema", .detail = std::move(detail)};
}

void adapt(Tree& schema);

void adapt_members(Tree& schema, const char* keyword) {
  if (schema.contains(keyword)) {
    for (auto& member : schema[keyword]) adapt(member);
  }
}

/// Makes valijson behave as this room promises: `format` constrains nothing, and a pattern is tried only on
/// texts that are short enough (`if` is evaluated first and stops there, plain `maxLength` would not).
void adapt(Tree& schema) {
  if (!schema.is_object()) return;
  schema.erase("format");
  adapt_members(schema, "properties");
  adapt_members(schema, "$defs");
  adapt_members(schema, "oneOf");
  if (schema.contains("items")) adapt(schema["items"]);
  if (schema.contains("additionalProperties")) {
    Tree& rest = schema["additionalProperties"];
    adapt(rest);
    // valijson names only the first unknown property; refused one by one, each is reported at its place.
    if (rest == false) rest = {{"not", Tree::object()}};
  }
  if (!schema.contains("pattern")) return;
  const Tree short_text{{"maxLength", kPatternCharacters}};
  schema["if"] = short_text;
  schema["then"] = {{"pattern", schema["pattern"]}};
  schema["else"] = short_text;
  schema.erase("pattern");
}

/// Refuses what would crash the parser or the validator: references that point at nothing, references (also
/// through oneOf) that come back without descending into the document, and broken patterns.
class LeafCheck {
 public:
  explicit LeafCheck(const Tree& root) : root_{root} {}

  void visit(const Tree& node) {
    if (node.is_object()) {
      follow(node);
      if (node.contains("pattern") && node["pattern"].is_string()) {
        patterns_.emplace_back(node["pattern"].get<std::string>());
      }
    }
    if (!node.is_structured()) return;
    for (const auto& child : node) visit(child);
  }

 private:
  /// Depth first along the keywords that apply to the same place of the document.
  void follow(const Tree& schema) {
    if (!schema.is_object() || clear_.contains(&schema)) return;
    if (!open_.insert(&schema).second) throw std::runtime_error("$ref refers to itself");
    if (schema.contains("$ref") && schema["$ref"].is_string())
      follow(target(schema["$ref"].get<std::string>()));
    if (schema.contains("oneOf") && schema["oneOf"].is_array()) {
      for (const auto& form : schema["oneOf"]) follow(form);
    }
    open_.erase(&schema);
    clear_.insert(&schema);
  }
  [[nodiscard]] const Tree& target(const std::string& reference) const {
    const Tree::json_pointer pointer{reference.substr(1)};
    if (!root_.contains(pointer)) throw std::runtime_error("$ref points at nothing: " + reference);
    return root_.at(pointer);
  }

  const Tree& root_;
  std::vector<std::regex> patterns_;  // made only to see that they compile
  std::set<const Tree*> open_;
  std::set<const Tree*> clear_;
};

}  // namespace

struct Schema::Compiled {
  valijson::Schema schema;
};

Schema::Schema(std::shared_ptr<const Compiled> compiled) : compiled_{std::move(compiled)} {}

Result<Schema> Schema::compile(std::string_view schema_text) {
  const auto parsed = parse(schema_text);
  if (!parsed) return bad_schema(parsed.error().detail);
  if (const auto complaints = unsupported_keywords(schema_text); !complaints.empty()) {
    return bad_schema("the schema: " + complaints.front());
  }
  try {
    Tree tree = parsed->tree();
    LeafCheck{tree}.visit(tree);
    adapt(tree);
    auto compiled = std::make_shared<Compiled>();
    const valijson::adapters::NlohmannJsonAdapter adapter{tree};
    valijson::SchemaParser{valijson::SchemaParser::kDraft7}.populateSchema(adapter, compiled->schema);
    return Schema{std::move(compiled)};
  } catch (const std::exception& e) {  // valijson's and std::regex's way to refuse a schema
    return bad_schema(std::string{"the schema: "} + e.what());
  }
}

std::vector<Problem> Schema::check(const Document& document) const {
  // A validator caches regular expressions without a lock, so each check has its own.
  const valijson::adapters::NlohmannJsonAdapter target{document.tree()};
  if (valijson::Validator{}.validate(compiled_->schema, target, nullptr)) return {};
  valijson::ValidationResults results;
  valijson::Validator{}.validate(compiled_->schema, target, &results);
  return schema_problems(results);
}

Result<std::vector<Problem>> validate(std::string_view schema_text, std::string_view document_text) {
  auto schema = Schema::compile(schema_text);
  if (!schema) return std::move(schema).error();
  auto document = parse(document_text);
  if (!document) return std::move(document).error();
  return schema->check(*document);
}

}  // namespace herald::json
