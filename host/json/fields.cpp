#include "host/json/fields.hpp"

#include <algorithm>
#include <utility>

namespace herald::json {
namespace {

std::string found_text(const Document& value) {
  return std::string{", found "} + std::string{to_text(value.kind())};
}

std::string list_text(std::span<const std::string_view> choices) {
  std::string out;
  for (const std::string_view choice : choices) {
    if (!out.empty()) out += ", ";
    out += choice;
  }
  return out;
}

std::string range_text(IntegerBounds bounds) {
  const bool low = bounds.min != INT64_MIN;
  const bool high = bounds.max != INT64_MAX;
  if (low && high) return " from " + std::to_string(bounds.min) + " to " + std::to_string(bounds.max);
  if (low) return " of at least " + std::to_string(bounds.min);
  return high ? " of at most " + std::to_string(bounds.max) : "";
}

}  // namespace

Fields::Fields(const Document& document, Unknown unknown)
    : document_{document}, unknown_{unknown}, problems_{&own_} {
  if (document_.kind() != Kind::Object)
    problems_->push_back({"", "expected an object" + found_text(document_)});
}

Fields::Fields(const Document& document, Unknown unknown, std::string pointer, std::vector<Problem>& problems)
    : document_{document}, unknown_{unknown}, pointer_{std::move(pointer)}, problems_{&problems} {
  if (document_.kind() != Kind::Object)
    problems_->push_back({pointer_, "expected an object" + found_text(document_)});
}

void Fields::complain(std::string_view name, std::string text) {
  problems_->push_back({pointer_ + pointer_step(name), std::move(text)});
}

bool Fields::has(std::string_view name) const { return document_.member(name).has_value(); }

bool Fields::is_null(std::string_view name) const {
  const auto found = document_.member(name);
  return found && found->kind() == Kind::Null;
}

std::optional<Document> Fields::take(std::string_view name, Need need) {
  known_.emplace_back(name);
  if (document_.kind() != Kind::Object) return std::nullopt;
  auto found = document_.member(name);
  if (found && found->kind() != Kind::Null) return found;
  if (need == Need::Required) complain(name, found ? "is required, found null" : "is required");
  return std::nullopt;
}

std::optional<Document> Fields::take(std::string_view name, Need need, Kind kind) {
  auto found = take(name, need);
  if (!found || found->kind() == kind) return found;
  complain(name, "expected " + std::string{to_text(kind)} + found_text(*found));
  return std::nullopt;
}

std::string Fields::text(std::string_view name, Need need, TextBounds bounds) {
  const auto found = take(name, need, Kind::Text);
  if (!found) return {};
  std::string value = found->text().value_or("");
  const std::size_t length = character_count(value);
  if (length > bounds.max) {
    complain(name, "expected at most " + std::to_string(bounds.max) + " characters, found " +
                       std::to_string(length));
  } else if (length < bounds.min) {
    complain(name, "expected at least " + std::to_string(bounds.min) + " characters, found " +
                       std::to_string(length));
  } else if (value.find('\0') != std::string::npos) {
    complain(name, "expected text without U+0000");
  } else {
    return value;
  }
  return {};
}

std::optional<std::string> Fields::optional_text(std::string_view name, TextBounds bounds) {
  const auto before = problems_->size();
  std::string value = text(name, Need::Optional, bounds);
  if (!has(name) || is_null(name) || problems_->size() != before) return std::nullopt;
  return value;
}

std::optional<std::int64_t> Fields::integer(std::string_view name, Need need, IntegerBounds bounds) {
  const auto found = take(name, need, Kind::Number);
  if (!found) return std::nullopt;
  const auto value = found->integer();
  if (value && *value >= bounds.min && *value <= bounds.max) return value;
  complain(name, "expected a whole number" + range_text(bounds) + ", found " + found->compact());
  return std::nullopt;
}

std::optional<bool> Fields::boolean(std::string_view name, Need need) {
  const auto found = take(name, need, Kind::Boolean);
  return found ? found->boolean() : std::nullopt;
}

std::string Fields::one_of(std::string_view name, Need need, std::span<const std::string_view> choices) {
  const auto found = take(name, need, Kind::Text);
  if (!found) return {};
  std::string value = found->text().value_or("");
  if (std::ranges::find(choices, value) != choices.end()) return value;
  complain(name, "expected one of " + list_text(choices));
  return {};
}

std::string Fields::raw(std::string_view name, Need need, Kind kind, RawBounds bounds) {
  const auto found = take(name, need, kind);
  if (!found) return {};
  if (kind == Kind::Array && found->elements().size() > bounds.items) {
    complain(name, "expected at most " + std::to_string(bounds.items) + " items, found " +
                       std::to_string(found->elements().size()));
    return {};
  }
  std::string out = found->compact();
  if (out.size() <= bounds.bytes) return out;
  complain(name, "expected at most " + std::to_string(bounds.bytes) + " bytes of JSON, found " +
                     std::to_string(out.size()));
  return {};
}

std::string Fields::object_text(std::string_view name, Need need, RawBounds bounds) {
  return raw(name, need, Kind::Object, bounds);
}

std::string Fields::array_text(std::string_view name, Need need, RawBounds bounds) {
  return raw(name, need, Kind::Array, bounds);
}

std::optional<Document> Fields::value(std::string_view name, Need need) { return take(name, need); }

bool Fields::nested(std::string_view name, Need need, const Reader& read) {
  const auto found = take(name, need, Kind::Object);
  if (!found) return false;
  Fields inner{*found, unknown_, pointer_ + pointer_step(name), *problems_};
  read(inner);
  inner.refuse_unknown();
  return true;
}

bool Fields::each(std::string_view name, Need need, RawBounds bounds, const Reader& read) {
  const auto found = take(name, need, Kind::Array);
  if (!found) return false;
  const std::vector<Document> elements = found->elements();
  if (elements.size() > bounds.items) {
    complain(name, "expected at most " + std::to_string(bounds.items) + " items, found " +
                       std::to_string(elements.size()));
    return false;
  }
  for (std::size_t i = 0; i < elements.size(); ++i) {
    Fields inner{elements[i], unknown_, pointer_ + pointer_step(name) + "/" + std::to_string(i), *problems_};
    read(inner);
    inner.refuse_unknown();
  }
  return true;
}

void Fields::refuse_unknown() {
  if (unknown_ == Unknown::Ignore) return;
  for (const std::string& name : document_.names()) {
    if (std::ranges::find(known_, name) == known_.end()) complain(name, "is not a known field");
  }
}

Result<Done> Fields::finish() {
  refuse_unknown();
  if (problems_->empty()) return Done{};
  const std::size_t count = problems_->size();
  return Error{
      .code = Errc::Invalid,
      .reason = "invalid_body",
      .detail = count == 1 ? "the body has a problem" : "the body has " + std::to_string(count) + " problems",
      .problems = *problems_};
}

}  // namespace herald::json
