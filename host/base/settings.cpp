#include "host/base/settings.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <numeric>

namespace herald {
namespace {

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0U);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string environment_name(std::string_view key) {
  std::string name = "HERALD_";
  for (const char c : key)
    name.push_back(c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
  return name;
}

/// Variables that speak to clients and tests, which share an environment with the server.
bool foreign_variable(std::string_view name) {
  constexpr std::array<std::string_view, 4> kClient{"HERALD_URL", "HERALD_TENANT", "HERALD_API_KEY",
                                                    "HERALD_PID"};
  return name.starts_with("HERALD_TEST_") || std::ranges::find(kClient, name) != kClient.end();
}

/// `HERALD_HTTP_LISTN` as a key would be spelt, for the search of the nearest one.
std::string key_like(std::string_view name) {
  std::string key;
  for (const char c : name.substr(std::string_view{"HERALD_"}.size())) {
    key.push_back(c == '_' ? '.' : static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  return key;
}

Error invalid(std::string_view reason, std::string detail) {
  return {.code = Errc::Invalid, .reason = std::string{reason}, .detail = std::move(detail)};
}

void append(std::optional<Error>& all, Error error) {
  if (!all) {
    all = std::move(error);
  } else {
    all->detail += "\n" + error.detail;
  }
}

}  // namespace

const SettingSpec* Settings::find(std::string_view key) const {
  const auto found = std::ranges::find(known_, key, &SettingSpec::key);
  return found == known_.end() ? nullptr : &*found;
}

std::string Settings::nearest(std::string_view key) const {
  const auto best =
      std::ranges::min_element(known_, {}, [&](const SettingSpec& spec) { return distance(spec.key, key); });
  return best == known_.end() ? std::string{} : std::string{best->key};
}

Result<Done> Settings::set(std::string_view key, std::string_view value, std::string_view origin) {
  if (find(key) == nullptr) {
    return invalid("unknown_setting", std::string{origin} + ": unknown key '" + std::string{key} +
                                          "'; did you mean '" + nearest(key) + "'?");
  }
  values_.insert_or_assign(std::string{key}, std::string{value});
  return Done{};
}

Result<Done> Settings::read_properties(std::string_view text, std::string_view origin) {
  std::optional<Error> all;
  for (int number = 1; !text.empty(); ++number) {
    const auto end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#' || line.front() == '!') continue;
    const std::string where = std::string{origin} + ":" + std::to_string(number);
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) {
      append(all, invalid("malformed_setting", where + ": expected 'key = value'"));
      continue;
    }
    if (auto done = set(trim(line.substr(0, equals)), trim(line.substr(equals + 1)), where); !done)
      append(all, std::move(done).error());
  }
  if (all) return *std::move(all);
  return Done{};
}

Result<Done> Settings::read_environment(std::span<const std::string> environment) {
  std::optional<Error> all;
  for (const std::string& entry : environment) {
    const auto equals = entry.find('=');
    if (!entry.starts_with("HERALD_") || equals == std::string::npos) continue;
    const std::string name = entry.substr(0, equals);
    if (foreign_variable(name)) continue;
    const auto spec =
        std::ranges::find_if(known_, [&](const SettingSpec& s) { return environment_name(s.key) == name; });
    if (spec == known_.end()) {
      append(all, invalid("unknown_setting", "environment: unknown variable '" + name + "'; did you mean '" +
                                                 environment_name(nearest(key_like(name))) + "'?"));
      continue;
    }
    values_.insert_or_assign(std::string{spec->key}, entry.substr(equals + 1));
  }
  if (all) return *std::move(all);
  return Done{};
}

std::string Settings::text(std::string_view key) const {
  if (const auto found = values_.find(key); found != values_.end()) return found->second;
  const SettingSpec* spec = find(key);
  HERALD_CHECK(spec != nullptr);
  return std::string{spec->preset};
}

Result<std::int64_t> Settings::number(std::string_view key, std::int64_t least, std::int64_t most) const {
  const std::string value = text(key);
  std::int64_t parsed = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (error != std::errc{} || end != value.data() + value.size() || parsed < least || parsed > most) {
    return invalid("bad_setting", std::string{key} + " = '" + value + "': expected a whole number from " +
                                      std::to_string(least) + " to " + std::to_string(most));
  }
  return parsed;
}

Result<bool> Settings::flag(std::string_view key) const {
  const std::string value = text(key);
  if (value == "true" || value == "yes" || value == "on") return true;
  if (value == "false" || value == "no" || value == "off") return false;
  return invalid("bad_setting", std::string{key} + " = '" + value + "': expected true or false");
}

std::vector<std::string> Settings::list(std::string_view key, char separator) const {
  const std::string value = text(key);
  std::vector<std::string> out;
  std::string_view rest = value;
  while (!rest.empty()) {
    const auto end = rest.find(separator);
    if (const auto item = trim(rest.substr(0, end)); !item.empty()) out.emplace_back(item);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return out;
}

bool Settings::given(std::string_view key) const { return values_.contains(key); }

}  // namespace herald
