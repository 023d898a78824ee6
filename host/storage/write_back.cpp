#include "host/storage/write_back.hpp"

namespace herald::storage {
namespace {

constexpr std::chrono::milliseconds kEvery{500};
constexpr std::chrono::minutes kNever{10};
constexpr std::string_view kCopy = "pragma wal_checkpoint(passive)";

}  // namespace

Tick WriteBack::step(Tick now) {
  if (url_.dialect != Dialect::Sqlite) return now + kNever;
  try {
    if (!connection_) connection_ = std::make_unique<Connection>(url_, Access::Write);
    connection_->query(kCopy, 3);
  } catch (const StorageFailure&) {
    connection_.reset();
  }
  return now + kEvery;
}

}  // namespace herald::storage
