#pragma once
#include <string>
#include <string_view>

#include "host/json/document.hpp"

namespace herald::inbound {

/// A member that is a text; empty when it is absent or something else.
inline std::string text_of(const json::Document& object, std::string_view name) {
  const auto member = object.member(name);
  return member ? member->text().value_or("") : "";
}

}  // namespace herald::inbound
