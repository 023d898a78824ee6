#pragma once
#include <string>

#include "host/storage/cell.hpp"

namespace herald::storage {

// What decisions about suppressions are made on, as states.hpp. All are values.

/// The address by which the provider knows whoever has another one.
struct KnownAsState {
  std::string normalised{};
};

/// One of the suppressions in force of an address.
struct BarrierState {
  std::string suppression{};  ///< its id
};

/// A suppression in force.
struct OptOutState {
  std::string id{};
  Cell created_at{};  ///< when it began to hold
};

}  // namespace herald::storage
