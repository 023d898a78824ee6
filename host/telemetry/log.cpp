#include "host/telemetry/log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

#include "host/base/json_text.hpp"

namespace herald::telemetry {
namespace {

constexpr std::array<std::string_view, 4> kLevels{"error", "warning", "info", "debug"};
constexpr std::size_t kShortestSecret = 6;

template <class Number>
void append_number(std::string& line, Number number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  line.append(text.data(), end);
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto count = ::write(descriptor, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

}  // namespace

std::optional<Level> level_of(std::string_view text) {
  const auto found = std::ranges::find(kLevels, text);
  if (found == kLevels.end()) return std::nullopt;
  return static_cast<Level>(found - kLevels.begin());
}

Log::Log(const Clock& clock, Level threshold, int descriptor)
    : clock_{clock}, threshold_{threshold}, descriptor_{descriptor} {}

Log::~Log() {
  if (owned_) ::close(descriptor_);
}

Result<Done> Log::to_file(const std::string& path) {
  const int opened = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  if (opened < 0) {
    return Error{.code = Errc::Invalid,
                 .reason = "log_file_unusable",
                 .detail = "cannot append to log file '" + path + "': " + std::strerror(errno)};
  }
  const std::scoped_lock lock{output_mutex_};
  if (owned_) ::close(descriptor_);
  descriptor_ = opened;
  owned_ = true;
  return Done{};
}

void Log::redact(std::string secret) {
  if (secret.size() < kShortestSecret) return;
  const std::scoped_lock lock{secrets_mutex_};
  if (std::ranges::find(secrets_, secret) != secrets_.end()) return;
  const auto place =
      std::ranges::find_if(secrets_, [&](const std::string& other) { return other.size() < secret.size(); });
  secrets_.insert(place, std::move(secret));
}

std::string Log::redacted(std::string_view text) const {
  std::string out{text};
  const std::shared_lock lock{secrets_mutex_};
  for (const std::string& secret : secrets_) {
    for (auto at = out.find(secret); at != std::string::npos; at = out.find(secret, at + 3))
      out.replace(at, secret.size(), "***");
  }
  return out;
}

void Log::append(std::string& line, const Field& field) const {
  line.push_back(',');
  append_json(line, field.name);
  line.push_back(':');
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    append_json(line, redacted(*text));
  } else if (const auto* whole = std::get_if<std::int64_t>(&field.value)) {
    append_number(line, *whole);
  } else if (const auto* number = std::get_if<double>(&field.value)) {
    if (std::isfinite(*number)) {
      append_number(line, *number);
    } else {
      line += "null";  // JSON has no NaN and no infinity
    }
  } else {
    line += std::get<bool>(field.value) ? "true" : "false";
  }
}

void Log::write(Level level, std::string_view event, Fields fields) {
  if (level > threshold_) return;
  std::string line = R"({"at":")" + to_rfc3339(clock_.now()) + R"(","level":")";
  line += kLevels[static_cast<std::size_t>(level)];
  line += R"(","event":)";
  append_json(line, redacted(event));
  for (const Field& field : fields) append(line, field);
  line += "}\n";
  const std::scoped_lock lock{output_mutex_};
  if (!write_all(descriptor_, line)) ++lost_;
}

std::uint64_t Log::lost() const {
  const std::scoped_lock lock{output_mutex_};
  return lost_;
}

}  // namespace herald::telemetry
