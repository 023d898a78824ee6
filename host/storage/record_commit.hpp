#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "host/domain/record_ports.hpp"
#include "host/storage/operation.hpp"
#include "host/storage/record_table.hpp"

namespace herald::storage {

/// Commits a set of writes: all of it, with its journal rows and its idempotency key, or nothing.
class RecordCommit final : public Operation {
 public:
  /// Looks a table up that was prepared; asked anew for each run, so that a batch goes by one version of it.
  using FindTable = std::function<const RecordTable*(const std::string& table)>;
  RecordCommit(domain::WriteSet set, FindTable find, domain::Completion<domain::RecordsCommitted> done);

  void keys(Batch& batch) const override;
  void evaluate(Batch& batch) override;
  void complete(const std::optional<Error>& failure) override;

 private:
  struct Change {
    const RecordTable* table;
    Row fields;
    std::int64_t revision;
    Cell created_at;
  };
  [[nodiscard]] bool replay(Batch& batch);
  [[nodiscard]] std::optional<Error> check(Batch& batch) const;
  [[nodiscard]] std::optional<Error> apply_all(Batch& batch);
  [[nodiscard]] std::optional<Error> apply(Batch& batch, const domain::RecordWrite& write);
  void note(Batch& batch, const domain::RecordWrite& write, std::int64_t revision) const;
  void keep_answer(Batch& batch) const;

  domain::WriteSet set_;
  FindTable find_;
  domain::Completion<domain::RecordsCommitted> done_;
  std::optional<Error> refused_{};
  domain::RecordsCommitted committed_{};
};

}  // namespace herald::storage
