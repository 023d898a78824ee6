#include "host/json/document.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace herald::json {
namespace {

const nlohmann::json& null_tree() {
  static const nlohmann::json kNull;
  return kNull;
}

Kind kind_of(const nlohmann::json& tree) {
  switch (tree.type()) {
    case nlohmann::json::value_t::object:
      return Kind::Object;
    case nlohmann::json::value_t::array:
      return Kind::Array;
    case nlohmann::json::value_t::string:
      return Kind::Text;
    case nlohmann::json::value_t::boolean:
      return Kind::Boolean;
    case nlohmann::json::value_t::number_integer:
    case nlohmann::json::value_t::number_unsigned:
    case nlohmann::json::value_t::number_float:
      return Kind::Number;
    default:
      return Kind::Null;
  }
}

}  // namespace

std::string_view to_text(Kind kind) {
  switch (kind) {
    case Kind::Null:
      return "null";
    case Kind::Boolean:
      return "a boolean";
    case Kind::Number:
      return "a number";
    case Kind::Text:
      return "a string";
    case Kind::Array:
      return "an array";
    case Kind::Object:
      return "an object";
  }
  return "a value";
}

Document::Document() : tree_{std::shared_ptr<const nlohmann::json>{}, &null_tree()} {}
Document::Document(std::shared_ptr<const nlohmann::json> tree) : tree_{std::move(tree)} {}

Kind Document::kind() const { return kind_of(*tree_); }

std::string Document::compact() const { return tree_->dump(); }

std::optional<Document> Document::member(std::string_view name) const {
  if (!tree_->is_object()) return std::nullopt;
  const auto found = tree_->find(std::string{name});
  if (found == tree_->end()) return std::nullopt;
  return Document{std::shared_ptr<const nlohmann::json>{tree_, &*found}};
}

std::vector<std::string> Document::names() const {
  std::vector<std::string> out;
  if (!tree_->is_object()) return out;
  for (const auto& item : tree_->items()) out.push_back(item.key());
  return out;
}

std::vector<Document> Document::elements() const {
  std::vector<Document> out;
  if (!tree_->is_array()) return out;
  out.reserve(tree_->size());
  for (const auto& element : *tree_)
    out.push_back(Document{std::shared_ptr<const nlohmann::json>{tree_, &element}});
  return out;
}

std::optional<std::string> Document::text() const {
  if (!tree_->is_string()) return std::nullopt;
  return tree_->get_ref<const std::string&>();
}

std::optional<std::int64_t> Document::integer() const {
  if (tree_->is_number_unsigned()) {
    const auto value = tree_->get<std::uint64_t>();
    if (value > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(value);
  }
  if (!tree_->is_number_integer()) return std::nullopt;
  return tree_->get<std::int64_t>();
}

std::optional<double> Document::real() const {
  if (!tree_->is_number()) return std::nullopt;
  return tree_->get<double>();
}

std::optional<bool> Document::boolean() const {
  if (!tree_->is_boolean()) return std::nullopt;
  return tree_->get<bool>();
}

std::string pointer_step(std::string_view name) {
  std::string out = "/";
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

std::size_t character_count(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace herald::json
