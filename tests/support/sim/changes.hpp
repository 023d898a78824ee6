#pragma once
#include <span>
#include <string>
#include <vector>

#include "tests/support/raw_server.hpp"

namespace herald::test::sim {

/// A request that was made of a good one. [value]
struct Change {
  std::string words;  ///< what was done, for people
  RawRequest request;
};

/// Mistakes of every kind in a good request: header lines, members, fields and parts taken away, emptied,
/// doubled, replaced and grafted from `others`, further good requests of the provider. [any thread]
std::vector<Change> changes_of(const RawRequest& good, std::span<const RawRequest> others);

/// The request with that body and its length. [any thread]
RawRequest with_body(const RawRequest& request, const std::string& body);
/// The request with that value of a header it has. [any thread]
RawRequest with_header(const RawRequest& request, const std::string& name, const std::string& value);

}  // namespace herald::test::sim
