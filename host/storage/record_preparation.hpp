#pragma once
#include "host/base/clock.hpp"
#include "host/base/random.hpp"
#include "host/domain/record_ports.hpp"
#include "host/storage/url.hpp"

namespace herald::storage {

struct RecordPreparation {
  StorageUrl url{};
  std::string (*sha256_hex)(std::string_view bytes){nullptr};
};

/// See domain::CollectionTables::prepare(). Opens a connection of its own: tables are not the writer's.
Result<Done> prepare_collection(const RecordPreparation& how, const domain::Collection& collection,
                                const std::string& version, const std::pair<Instant, std::string>& stamp);

}  // namespace herald::storage
