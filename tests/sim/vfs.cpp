#include "tests/sim/vfs.hpp"

#include <sqlite3.h>

#include <cstring>
#include <memory>
#include <new>

// The methods that SQLite calls (https://www.sqlite.org/c3ref/vfs.html, c3ref/io_methods.html,
// https://www.sqlite.org/walformat.html for the shared memory).

namespace herald::sim {
namespace {

Disk* in_use = nullptr;

struct File {
  sqlite3_file base;
  std::shared_ptr<Inode>* inode;  // owned; shared with the disk
  std::uint64_t boot;
  int lock;
};

File& file_of(sqlite3_file* raw) { return *reinterpret_cast<File*>(raw); }
Inode& inode_of(sqlite3_file* raw) { return **file_of(raw).inode; }
bool dead(sqlite3_file* raw) { return in_use->stopped() || file_of(raw).boot != in_use->boot(); }

int unlock(sqlite3_file* raw, int level) {
  File& file = file_of(raw);
  Inode& inode = inode_of(raw);
  if (file.boot != in_use->boot()) return SQLITE_OK;
  if (file.lock > SQLITE_LOCK_SHARED && level <= SQLITE_LOCK_SHARED) {
    if (inode.exclusive == raw) inode.exclusive = nullptr;
    if (inode.reserved == raw) inode.reserved = nullptr;
  }
  if (file.lock >= SQLITE_LOCK_SHARED && level == SQLITE_LOCK_NONE) --inode.readers;
  file.lock = level;
  return SQLITE_OK;
}

int close(sqlite3_file* raw) {
  unlock(raw, SQLITE_LOCK_NONE);
  std::unique_ptr<std::shared_ptr<Inode>>{file_of(raw).inode}.reset();
  return SQLITE_OK;
}

int read(sqlite3_file* raw, void* into, int count, sqlite3_int64 at) {
  if (dead(raw)) return SQLITE_IOERR_READ;
  return in_use->read(inode_of(raw), static_cast<std::size_t>(at), static_cast<char*>(into),
                      static_cast<std::size_t>(count));
}

int write(sqlite3_file* raw, const void* bytes, int count, sqlite3_int64 at) {
  if (dead(raw)) return SQLITE_IOERR_WRITE;
  return in_use->write(inode_of(raw), static_cast<std::size_t>(at), static_cast<const char*>(bytes),
                       static_cast<std::size_t>(count));
}

int truncate(sqlite3_file* raw, sqlite3_int64 size) {
  return dead(raw) ? SQLITE_IOERR_TRUNCATE : in_use->truncate(inode_of(raw), static_cast<std::size_t>(size));
}

int sync(sqlite3_file* raw, int) { return dead(raw) ? SQLITE_IOERR_FSYNC : in_use->sync(inode_of(raw)); }

int size_of(sqlite3_file* raw, sqlite3_int64* size) {
  if (dead(raw)) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(inode_of(raw).content.size());
  return SQLITE_OK;
}

int lock(sqlite3_file* raw, int level) {
  if (dead(raw)) return SQLITE_IOERR_LOCK;
  File& file = file_of(raw);
  Inode& inode = inode_of(raw);
  if (level <= file.lock) return SQLITE_OK;
  if (inode.exclusive != nullptr && inode.exclusive != raw) return SQLITE_BUSY;
  if (file.lock == SQLITE_LOCK_NONE) {
    ++inode.readers;
    file.lock = SQLITE_LOCK_SHARED;
  }
  if (level >= SQLITE_LOCK_RESERVED) {
    if (inode.reserved != nullptr && inode.reserved != raw) return SQLITE_BUSY;
    inode.reserved = raw;
    file.lock = SQLITE_LOCK_RESERVED;
  }
  if (level == SQLITE_LOCK_EXCLUSIVE) {
    if (inode.readers > 1) return SQLITE_BUSY;
    inode.exclusive = raw;
    file.lock = SQLITE_LOCK_EXCLUSIVE;
  }
  return SQLITE_OK;
}

int reserved(sqlite3_file* raw, int* out) {
  if (dead(raw)) return SQLITE_IOERR_CHECKRESERVEDLOCK;
  *out = inode_of(raw).reserved != nullptr ? 1 : 0;
  return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int shm_map(sqlite3_file* raw, int region, int, int extend, void volatile** out) {
  *out = nullptr;
  if (dead(raw)) return SQLITE_IOERR_SHMMAP;
  auto& memory = inode_of(raw).memory;
  const auto wanted = static_cast<std::size_t>(region);
  if (memory.size() <= wanted && extend == 0) return SQLITE_OK;
  while (memory.size() <= wanted) {
    memory.push_back(std::make_unique<std::array<char, 32768>>());
    memory.back()->fill(0);
  }
  *out = memory[wanted]->data();
  return SQLITE_OK;
}

constexpr int kWriteLock = 0;  ///< WAL_WRITE_LOCK

int shm_lock(sqlite3_file* raw, int first, int count, int flags) {
  Inode& inode = inode_of(raw);
  if (file_of(raw).boot != in_use->boot()) return SQLITE_IOERR_SHMLOCK;
  const bool unlocks = (flags & SQLITE_SHM_UNLOCK) != 0;
  const bool exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  if (!unlocks && in_use->stopped()) return SQLITE_IOERR_SHMLOCK;
  if (!unlocks && exclusive && first == kWriteLock && in_use->busy(inode)) return SQLITE_BUSY;
  for (int i = first; i < first + count; ++i) {
    Inode::Slot& slot = inode.slots.at(static_cast<std::size_t>(i));
    if (unlocks) {
      if (exclusive && slot.exclusive == raw) slot.exclusive = nullptr;
      if (!exclusive && slot.shared > 0) --slot.shared;
    } else if ((slot.exclusive != nullptr && slot.exclusive != raw) || (exclusive && slot.shared > 0)) {
      return SQLITE_BUSY;
    }
  }
  for (int i = first; !unlocks && i < first + count; ++i) {
    Inode::Slot& slot = inode.slots.at(static_cast<std::size_t>(i));
    if (exclusive)
      slot.exclusive = raw;
    else
      ++slot.shared;
  }
  return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

int shm_unmap(sqlite3_file* raw, int remove) {
  if (!dead(raw) && remove != 0) inode_of(raw).memory.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods kMethods{
    2,         close,    read,    write,       truncate,        sync,    size_of,  lock,
    unlock,    reserved, control, sector_size, characteristics, shm_map, shm_lock, shm_barrier,
    shm_unmap, nullptr,  nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* raw, int flags, int* out_flags) {
  raw->pMethods = nullptr;
  auto inode =
      name == nullptr ? std::make_shared<Inode>() : in_use->open(name, (flags & SQLITE_OPEN_CREATE) != 0);
  if (!inode) return SQLITE_CANTOPEN;
  File& file = file_of(raw);
  file.inode = std::make_unique<std::shared_ptr<Inode>>(std::move(inode)).release();
  file.boot = in_use->boot();
  file.lock = SQLITE_LOCK_NONE;
  raw->pMethods = &kMethods;
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int) {
  if (!in_use->stopped() && !in_use->exists(name)) return SQLITE_IOERR_DELETE_NOENT;
  return in_use->remove(name) ? SQLITE_OK : SQLITE_IOERR_DELETE;
}

int access(sqlite3_vfs*, const char* name, int, int* out) {
  *out = in_use->exists(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int count, char* out) {
  const std::string bytes = in_use->randomness(static_cast<std::size_t>(count));
  std::memcpy(out, bytes.data(), bytes.size());
  return count;
}

int sleep(sqlite3_vfs*, int microseconds) {
  in_use->sleep(std::chrono::microseconds{microseconds});
  return microseconds;
}

int current_time(sqlite3_vfs*, double* out) {
  *out = 2461000.5;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) { return 0; }

sqlite3_vfs vfs{1,       sizeof(File), 512,        nullptr,   "herald_sim", nullptr,
                open,    remove,       access,     full_path, nullptr,      nullptr,
                nullptr, nullptr,      randomness, sleep,     current_time, last_error};

}  // namespace

void use_disk(Disk& disk) {
  const bool first = in_use == nullptr;
  in_use = &disk;
  if (first) sqlite3_vfs_register(&vfs, 1);
  sqlite3_randomness(0, nullptr);
}

}  // namespace herald::sim
