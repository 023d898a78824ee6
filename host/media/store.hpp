#pragma once
#include <filesystem>
#include <string>

#include "host/base/random.hpp"
#include "host/domain/media.hpp"

namespace herald::media {

struct StoreConfig {
  std::string directory{};
  std::string types{};  ///< content types that are taken, as allows() reads them; empty: all
};

/// Bytes under tenant and digest: `directory/<tenant>/ab/abcd…`, mode 0600. Several nodes may share the
/// directory: a file is moved into place whole, and one that is there already has the same bytes. [any
/// thread]
class Store final : public domain::MediaFiles {
 public:
  /// `random` outlives this.
  Store(StoreConfig config, Random& random) : config_{std::move(config)}, random_{random} {}
  /// Makes the directories and removes what uploads that a crash cut off left there more than a day ago.
  /// Unavailable/"media_unwritable".
  Result<Done> open();
  [[nodiscard]] std::string incoming() override;
  Result<domain::StoredBytes> adopt(const std::string& path, const domain::TenantId& tenant,
                                    std::string_view declared, domain::TypeClaim claim) override;
  Result<domain::StoredBytes> keep(std::string_view bytes, const domain::TenantId& tenant,
                                   std::string_view declared, domain::TypeClaim claim) override;
  void discard(const std::string& path) override;
  [[nodiscard]] std::string path_of(const domain::TenantId& tenant, const std::string& digest) const override;
  void remove(const domain::TenantId& tenant, const std::string& digest) override;

 private:
  [[nodiscard]] Result<Done> place(const std::string& path, const std::string& target) const;
  StoreConfig config_;
  Random& random_;
};

}  // namespace herald::media
