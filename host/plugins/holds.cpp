#include "host/plugins/holds.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <sstream>
#include <utility>

#include "host/plugins/durable_file.hpp"
#include "host/plugins/refusal.hpp"

namespace herald::plugins {
namespace {

constexpr std::array<std::pair<HoldKind, std::string_view>, 4> kKinds{{
    {HoldKind::Disabled, "disabled"},
    {HoldKind::Quarantined, "quarantined"},
    {HoldKind::RolledBack, "rolled_back"},
    {HoldKind::Pinned, "pinned"},
}};

std::string_view kind_text(HoldKind kind) {
  return std::ranges::find(kKinds, kind, &std::pair<HoldKind, std::string_view>::first)->second;
}

Result<Hold> read_hold(const std::string& line) {
  std::istringstream words{line};
  std::string kind;
  Hold hold;
  std::string more;
  const bool whole = words >> kind >> hold.id >> hold.digest >> hold.reason && !(words >> more);
  const auto* const known = std::ranges::find(kKinds, kind, &std::pair<HoldKind, std::string_view>::second);
  if (!whole || known == kKinds.end())
    return refusal("malformed_holds", "lines `<kind> <id> <digest or -> <reason>`",
                   '"' + printable(line.substr(0, 200)) + '"');
  hold.kind = known->first;
  if (hold.digest == "-") hold.digest.clear();
  return hold;
}

}  // namespace

Result<std::vector<Hold>> read_holds(std::string_view text) {
  std::vector<Hold> holds;
  std::istringstream lines{std::string{text}};
  for (std::string line; std::getline(lines, line);) {
    auto hold = read_hold(line);
    if (!hold) return hold.error();
    holds.push_back(*std::move(hold));
  }
  return holds;
}

std::string write_holds(const std::vector<Hold>& holds) {
  std::ostringstream out;
  for (const Hold& hold : holds)
    out << kind_text(hold.kind) << ' ' << hold.id << ' ' << (hold.digest.empty() ? "-" : hold.digest) << ' '
        << hold.reason << '\n';
  return out.str();
}

HoldFile::HoldFile(std::filesystem::path path) : path_{std::move(path)} {
  std::error_code failure;
  if (!std::filesystem::exists(path_, failure) && !failure) return;
  std::ifstream file{path_, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  auto holds = read_holds(text);
  if (!file.is_open() || file.bad())
    trouble_ = refusal("malformed_holds", "a readable file " + path_.string(), "none");
  else if (!holds)
    trouble_ = Error{holds.error().code, holds.error().reason,
                     path_.string() + ": " + holds.error().detail + "; repair or remove the file"};
  else
    holds_ = *std::move(holds);
}

Result<Done> HoldFile::store_locked() {
  std::error_code failure;
  std::filesystem::create_directories(path_.parent_path(), failure);
  if (failure)
    return Error{Errc::Unavailable, "holds_not_written", path_.string() + ": " + failure.message()};
  const auto written = write_durably(path_, write_holds(holds_));
  if (!written) return Error{Errc::Unavailable, "holds_not_written", written.error().detail};
  return Done{};
}

Result<Done> HoldFile::put(Hold hold) {
  const std::scoped_lock lock{mutex_};
  std::erase_if(holds_, [&](const Hold& other) {
    return other.kind == hold.kind && other.id == hold.id && other.digest == hold.digest;
  });
  holds_.push_back(std::move(hold));
  return store_locked();
}

Result<Done> HoldFile::lift(std::string_view id) {
  const std::scoped_lock lock{mutex_};
  if (std::erase_if(holds_, [&](const Hold& hold) { return hold.id == id; }) == 0) return Done{};
  return store_locked();
}

Result<Done> HoldFile::lift(std::string_view id, HoldKind kind) {
  const std::scoped_lock lock{mutex_};
  const auto meant = [&](const Hold& hold) { return hold.id == id && hold.kind == kind; };
  if (std::erase_if(holds_, meant) == 0) return Done{};
  return store_locked();
}

std::optional<Hold> HoldFile::against(std::string_view id, std::string_view digest) const {
  const std::scoped_lock lock{mutex_};
  for (const HoldKind kind : {HoldKind::Disabled, HoldKind::Quarantined, HoldKind::RolledBack})
    for (const Hold& hold : holds_)
      if (hold.kind == kind && hold.id == id && (hold.digest.empty() || hold.digest == digest)) return hold;
  return std::nullopt;
}

std::vector<Hold> HoldFile::all() const {
  const std::scoped_lock lock{mutex_};
  return holds_;
}

}  // namespace herald::plugins
