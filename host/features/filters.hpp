#pragma once
#include "host/domain/filter_ports.hpp"
#include "host/domain/record_ports.hpp"
#include "host/features/plugins.hpp"

namespace herald::features {

/// Send filters of feature plugins. What they need is fetched here, so that they call nothing. [any thread]
class Filters final : public domain::SendFilters {
 public:
  /// Both outlive this.
  Filters(Plugins& plugins, domain::RecordReader& reader,
          std::chrono::milliseconds deadline = std::chrono::seconds{2})
      : plugins_{plugins}, reader_{reader}, deadline_{deadline} {}
  Result<domain::RenderedTexts> render(const domain::TenantId& tenant,
                                       const std::string& message_json) override;

 private:
  Plugins& plugins_;
  domain::RecordReader& reader_;
  std::chrono::milliseconds deadline_;
};

}  // namespace herald::features
