#pragma once
#include <memory>

#include "host/storage/connection.hpp"

namespace herald::storage {

/// Copies what was committed from SQLite's log into the database file, beside the writer, which would have to
/// copy it between two batches once the log is full; what is left for it then is little. MySQL does the like
/// by itself. [one thread]
class WriteBack {
 public:
  explicit WriteBack(StorageUrl url) : url_{std::move(url)} {}
  /// One round. Answers when the next is due. Where it cannot copy, the writer does.
  Tick step(Tick now);

 private:
  StorageUrl url_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace herald::storage
