#include "tests/sim/disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>

namespace herald::sim {
namespace {

constexpr std::size_t kSector = 512;

}  // namespace

void Disk::copy_from(const Disk& other) {
  files_.clear();
  for (const auto& [path, file] : other.files_) {
    auto copy = std::make_shared<Inode>();
    copy->content = copy->durable = file->content;
    files_.emplace(path, std::move(copy));
  }
}

std::shared_ptr<Inode> Disk::open(const std::string& path, bool create) {
  if (stopped_) return nullptr;
  const auto found = files_.find(path);
  if (found != files_.end()) return found->second;
  return create ? files_.emplace(path, std::make_shared<Inode>()).first->second : nullptr;
}

bool Disk::remove(const std::string& path) {
  if (stops_before()) return false;
  files_.erase(path);
  stops_after();
  return true;
}

bool Disk::fails(unsigned per_million) {
  if (per_million == 0 || chance_.below(1'000'000) >= per_million) return false;
  ++errors_;
  return true;
}

bool Disk::stops_before() {
  if (stopped_) return true;
  ++changes_;
  if (stop_.at == changes_ && stop_.before) stop_now(stop_.how);
  return stopped_;
}

void Disk::stops_after() {
  if (stop_.at == changes_ && !stop_.before) stop_now(stop_.how);
}

int Disk::read(const Inode& file, std::size_t at, char* into, std::size_t count) {
  if (stopped_ || fails(weather.read_error)) return SQLITE_IOERR_READ;
  const std::size_t there = at < file.content.size() ? std::min(count, file.content.size() - at) : 0;
  if (there > 0) std::memcpy(into, file.content.data() + at, there);
  if (there == count) return SQLITE_OK;
  std::memset(into + there, 0, count - there);
  return SQLITE_IOERR_SHORT_READ;
}

void Disk::apply(std::string& to, const Inode::Change& change) {
  if (change.truncates) {
    if (to.size() > change.at) to.resize(change.at);
    return;
  }
  if (to.size() < change.at + change.bytes.size()) to.resize(change.at + change.bytes.size());
  to.replace(change.at, change.bytes.size(), change.bytes);
}

int Disk::write(Inode& file, std::size_t at, const char* bytes, std::size_t count) {
  if (stops_before()) return SQLITE_IOERR_WRITE;
  if (fails(weather.full)) return SQLITE_FULL;
  const bool fails_inside = fails(weather.write_error);
  Inode::Change change{at, {bytes, fails_inside ? chance_.below(count) : count}, false};
  apply(file.content, change);
  file.pending.push_back(std::move(change));
  stops_after();
  return fails_inside || stopped_ ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int Disk::truncate(Inode& file, std::size_t size) {
  if (stops_before()) return SQLITE_IOERR_TRUNCATE;
  Inode::Change change{size, {}, true};
  apply(file.content, change);
  file.pending.push_back(std::move(change));
  stops_after();
  return stopped_ ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

/// One that fails has written some of it; the rest stays to be written. (Linux may call such pages clean that
/// it never wrote, after which no later sync can be believed: neither SQLite nor this model goes so far.)
int Disk::sync(Inode& file) {
  if (stops_before()) return SQLITE_IOERR_FSYNC;
  const bool failed = fails(weather.sync_error);
  for (const Inode::Change& change : file.pending)
    if (!failed || chance_.hit(500)) apply(file.durable, change);
  if (!failed) file.pending.clear();
  stops_after();
  return failed || stopped_ ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

bool Disk::busy(Inode& file) {
  if (clock_.tick() < file.busy_until) return true;
  if (!fails(weather.busy)) return false;
  file.busy_until =
      clock_.tick() + std::chrono::milliseconds{chance_.between(1, chance_.hit(100) ? 30'000 : 400)};
  return true;
}

/// Each sector of what was not synced is on the disk or is not.
void Disk::lose(Inode& file) {
  for (const Inode::Change& change : file.pending) {
    if (change.truncates) {
      if (chance_.hit(500)) apply(file.durable, change);
      continue;
    }
    for (std::size_t from = 0; from < change.bytes.size();) {
      const std::size_t to = std::min(change.bytes.size(), from + kSector - (change.at + from) % kSector);
      if (chance_.hit(500))
        apply(file.durable, {change.at + from, change.bytes.substr(from, to - from), false});
      from = to;
    }
  }
  file.content = file.durable;
}

void Disk::stop_now(Stop how) {
  if (stopped_) return;
  stopped_ = true;
  for (auto& [path, file] : files_)
    if (how == Stop::Power) {
      lose(*file);
      file->pending.clear();
    }
}

void Disk::start() {
  stopped_ = false;
  stop_ = {};
  ++boot_;
  for (auto& [path, file] : files_) {
    auto fresh = std::make_shared<Inode>();  // without locks and shared memory
    fresh->content = std::move(file->content);
    fresh->durable = std::move(file->durable);
    fresh->pending = std::move(file->pending);
    file = std::move(fresh);
  }
}

}  // namespace herald::sim
