#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "host/json/document.hpp"

namespace herald::json {
namespace {

/// Builds a tree from parser events; unlike nlohmann's own it refuses repeated keys and deep nesting.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit TreeBuilder(int depth) : depth_{depth} {}

  bool null() override { return place(nullptr) != nullptr; }
  bool boolean(bool value) override { return place(value) != nullptr; }
  bool number_integer(number_integer_t value) override { return place(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return place(value) != nullptr; }
  bool number_float(number_float_t value, const string_t& /*digits*/) override {
    return place(value) != nullptr;
  }
  bool string(string_t& value) override { return place(std::move(value)) != nullptr; }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*size*/) override { return enter(nlohmann::json::object()); }
  bool start_array(std::size_t /*size*/) override { return enter(nlohmann::json::array()); }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }

  bool key(string_t& name) override {
    if (open_.back()->contains(name)) {
      const std::string where = pointer() + pointer_step(name);
      return refuse({.pointer = where, .text = "appears twice"},
                    "expected each key once, found a second " + where);
    }
    key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& e) override {
    offset_ = position;
    complaint_ = plain_reason(e.what());
    return false;
  }

  [[nodiscard]] std::optional<std::size_t> offset() const { return offset_; }
  [[nodiscard]] const std::string& complaint() const { return complaint_; }
  [[nodiscard]] const std::vector<Problem>& problems() const { return problems_; }
  [[nodiscard]] nlohmann::json take() && { return std::move(root_); }

 private:
  nlohmann::json* place(nlohmann::json value) {
    if (open_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    nlohmann::json& parent = *open_.back();
    if (parent.is_object()) return &(parent[key_] = std::move(value));
    parent.push_back(std::move(value));
    return &parent.back();
  }
  bool enter(nlohmann::json empty) {
    if (static_cast<int>(open_.size()) >= depth_) {
      return refuse({.pointer = pointer(), .text = "is nested too deeply"},
                    "expected at most " + std::to_string(depth_) + " levels of nesting, found more");
    }
    path_.push_back(open_.empty()               ? std::string{}
                    : open_.back()->is_object() ? pointer_step(key_)
                                                : "/" + std::to_string(open_.back()->size()));
    open_.push_back(place(std::move(empty)));
    return true;
  }
  bool leave() {
    open_.pop_back();
    path_.pop_back();
    return true;
  }
  bool refuse(Problem problem, std::string complaint) {
    problems_.push_back(std::move(problem));
    complaint_ = std::move(complaint);
    return false;
  }
  [[nodiscard]] std::string pointer() const {
    std::string out;
    for (const std::string& step : path_) out += step;
    return out;
  }
  /// nlohmann's text without its prefix and without the quoted input, which may hold a secret.
  static std::string plain_reason(std::string_view what) {
    if (what.find("out_of_range") != std::string_view::npos)
      return "expected a number in range, found a larger one";
    const auto start = what.find("syntax error");
    if (start != std::string_view::npos) what.remove_prefix(start);
    const auto quoted = what.find("; last read");
    return std::string{what.substr(0, quoted)};
  }

  int depth_;
  nlohmann::json root_;
  std::vector<nlohmann::json*> open_;  // borrowed from root_; only the innermost ever grows
  std::vector<std::string> path_;
  std::string key_;
  std::optional<std::size_t> offset_;
  std::string complaint_;
  std::vector<Problem> problems_;
};

std::string position_text(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto line = 1 + std::ranges::count(before, '\n');
  const auto line_start = before.rfind('\n');
  const auto column = line_start == std::string_view::npos ? before.size() : before.size() - line_start - 1;
  return "line " + std::to_string(line) + ", column " + std::to_string(std::max<std::size_t>(column, 1));
}

}  // namespace

Result<Document> parse(std::string_view text, ParseLimits limits) {
  if (text.size() > limits.bytes) {
    return Error{.code = Errc::TooLarge,
                 .reason = "body_too_large",
                 .detail = "expected at most " + std::to_string(limits.bytes) + " bytes of JSON, found " +
                           std::to_string(text.size())};
  }
  TreeBuilder builder{limits.depth};
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder)) {
    const std::optional<std::size_t> offset = builder.offset();
    const std::string where = offset ? position_text(text, *offset) + ": " : std::string{};
    return Error{.code = Errc::Invalid,
                 .reason = "malformed_json",
                 .detail = where + builder.complaint(),
                 .problems = builder.problems()};
  }
  return Document{std::make_shared<const nlohmann::json>(std::move(builder).take())};
}

}  // namespace herald::json
