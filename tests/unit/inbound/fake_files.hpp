#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/domain/media.hpp"

namespace herald::inbound {

/// Keeps bytes in memory under a digest that is their size; `refusal` keeps nothing.
class FakeFiles final : public domain::MediaFiles {
 public:
  [[nodiscard]] std::string incoming() override { return "incoming/" + std::to_string(++places); }
  Result<domain::StoredBytes> adopt(const std::string& path, const domain::TenantId&,
                                    std::string_view declared, domain::TypeClaim) override {
    adopted.push_back(path);
    if (refusal) return *refusal;
    return domain::StoredBytes{.digest = "of " + path, .size = 7, .content_type = std::string{declared}};
  }
  Result<domain::StoredBytes> keep(std::string_view bytes, const domain::TenantId&, std::string_view declared,
                                   domain::TypeClaim) override {
    if (refusal) return *refusal;
    kept.emplace_back(bytes);
    return domain::StoredBytes{.digest = "d" + std::to_string(bytes.size()),
                               .size = std::ssize(bytes),
                               .content_type = std::string{declared}};
  }
  void discard(const std::string& path) override { discarded.push_back(path); }
  [[nodiscard]] std::string path_of(const domain::TenantId&, const std::string& digest) const override {
    return "media/" + digest;
  }
  void remove(const domain::TenantId&, const std::string& digest) override { removed.push_back(digest); }
  std::optional<Error> refusal;
  std::vector<std::string> kept;
  std::vector<std::string> adopted;
  std::vector<std::string> discarded;
  std::vector<std::string> removed;
  int places{0};
};

}  // namespace herald::inbound
