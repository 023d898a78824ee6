#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::aws_sns {

/// An element of a document: its name without prefix, its own text, its elements in order. [value]
struct XmlElement {
  std::string name{};
  std::string text{};
  std::vector<XmlElement> children{};
};

/// The root element of a document as SNS answers: elements, attributes (passed over), text, the five named
/// entities and numbers of characters, comments, a declaration. Nothing for anything else: document types,
/// CDATA, what is not closed or goes on, more than 64 KiB, 16 levels or 1000 elements. [any thread]
/// Source: www.w3.org/TR/xml.
std::optional<XmlElement> read_xml(std::string_view document);

/// The first element of that name at or below `root`, level by level from the left; null without one.
const XmlElement* find_element(const XmlElement& root, std::string_view name);

/// The text of the first child of that name without blanks around it; empty without one. [any thread]
std::string child_text(const XmlElement& parent, std::string_view name);

}  // namespace herald::aws_sns
