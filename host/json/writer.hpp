#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace herald::json {

/// Appends one JSON text without building a tree. The caller keeps keys and values in turn; commas are
/// placed here. Names say the kind, so a literal can never become a boolean. [one thread]
class Writer {
 public:
  Writer& begin_object();
  Writer& begin_object(std::string_view key);
  Writer& end_object();
  Writer& begin_array();
  Writer& begin_array(std::string_view key);
  Writer& end_array();

  Writer& key(std::string_view name);
  /// Invalid UTF-8 becomes U+FFFD.
  Writer& text(std::string_view value);
  Writer& number(std::int64_t value);
  /// Shortest text that reads back alike; null for NaN and infinities.
  Writer& real(double value);
  Writer& boolean(bool value);
  Writer& null();
  /// A text that is JSON already; an empty one is written as null.
  Writer& raw(std::string_view json);

  Writer& text(std::string_view name, std::string_view value) { return key(name).text(value); }
  Writer& number(std::string_view name, std::int64_t value) { return key(name).number(value); }
  Writer& real(std::string_view name, double value) { return key(name).real(value); }
  Writer& boolean(std::string_view name, bool value) { return key(name).boolean(value); }
  Writer& null(std::string_view name) { return key(name).null(); }
  Writer& raw(std::string_view name, std::string_view json) { return key(name).raw(json); }
  /// null where the value is empty: how answers show what is not set.
  Writer& text_or_null(std::string_view name, std::string_view value) {
    return value.empty() ? null(name) : text(name, value);
  }

  /// What has been written; everything that was begun must have been ended.
  std::string take();

 private:
  void separate();
  Writer& open(char bracket);
  Writer& close(char bracket);
  std::string out_;
  int depth_{0};
  bool comma_{false};
};

}  // namespace herald::json
