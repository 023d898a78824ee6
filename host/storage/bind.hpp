#pragma once
#include <soci/soci.h>

#include <string>

namespace herald::storage {

/// The container that use() returns refers to its name, so the name must outlive it too.
inline const std::string kUnnamed{};

/// SOCI 4.0 keeps the address of what it binds, so a temporary must not compile.
template <class T>
auto bind(T& value, soci::indicator& mark) {
  return soci::use(value, mark, kUnnamed);
}
template <class T>
auto bind(const T&& value, soci::indicator& mark) = delete;

}  // namespace herald::storage
