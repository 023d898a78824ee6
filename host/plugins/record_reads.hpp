#pragma once
#include <string>
#include <string_view>

#include "host/base/result.hpp"

namespace herald::plugins {

/// What herald.records/1 asks for, bound to the tenant and the plugin of one call. All answers are JSON
/// texts. Errors: Invalid (the plugin's question), Unavailable, Timeout. [called on the lane of that call]
class RecordReads {
 public:
  virtual ~RecordReads() = default;
  virtual Result<std::string> get(std::string_view collection, std::string_view id) = 0;
  virtual Result<std::string> query(std::string_view query) = 0;
  virtual Result<std::string> count(std::string_view query) = 0;
};

}  // namespace herald::plugins
