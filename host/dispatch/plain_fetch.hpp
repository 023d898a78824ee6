#pragma once
#include <string>

#include "host/domain/delivery_ports.hpp"

namespace herald::dispatch {

/// What came of fetching an URL as it stands, without a plugin to judge it. [value]
struct PlainFetch {
  bool found{false};
  bool final{false};           ///< not found, and trying again does not help
  std::string code{};          ///< why not found: a failure of the request, or status_404
  std::string content_type{};  ///< as the server says
};
PlainFetch judge_fetch(const domain::OutboundAnswer& answer);

}  // namespace herald::dispatch
