#pragma once
#include <string>

#include "host/plugins/record_reads.hpp"

namespace herald::plugins::testing {

/// Answers with what was asked.
class Asked final : public RecordReads {
 public:
  Result<std::string> get(std::string_view collection, std::string_view id) override {
    return "get " + std::string{collection} + " " + std::string{id};
  }
  Result<std::string> query(std::string_view) override {
    return Error{.code = Errc::Invalid, .reason = "missing_index", .detail = "expected an index"};
  }
  Result<std::string> count(std::string_view) override { return std::string{"7"}; }
};

}  // namespace herald::plugins::testing
