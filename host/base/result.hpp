#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "host/base/check.hpp"

namespace herald {

/// What kind of thing went wrong, independent of protocol. One function (host/api) maps it to HTTP.
enum class Errc : std::uint8_t {
  Invalid,          ///< the request breaks its schema or a declared limit
  Unauthenticated,  ///< no credential, or one that is unknown, expired or revoked
  Forbidden,        ///< the credential lacks the permission
  NotFound,         ///< no such thing for this tenant
  Conflict,         ///< the state of the thing, or a unique key, stands against it
  Mismatch,         ///< an idempotency key came back with another body
  Stale,            ///< the caller's revision of the thing is not the present one
  TooLarge,         ///< over a byte limit
  Limited,          ///< over a rate; see Error::retry_after_ms
  Unavailable,      ///< a part that is needed is away; trying again may help
  Timeout,          ///< the deadline passed first
  Internal,         ///< our defect
};

/// One complaint about one place of a document. `pointer` is a JSON pointer (RFC 6901).
struct Problem {
  std::string pointer;
  std::string text;
  bool operator==(const Problem&) const = default;
};

/// An expected failure. `detail` is safe for the caller; internals belong into the log.
struct Error {
  Errc code{Errc::Internal};
  std::string reason;  ///< stable machine code, e.g. "reference_taken"
  std::string detail;
  std::vector<Problem> problems{};
  std::optional<std::int64_t> retry_after_ms{};
};

/// A value or an Error; method names follow std::expected. [value]
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_{std::in_place_index<0>, std::move(value)} {}
  Result(Error error) : state_{std::in_place_index<1>, std::move(error)} {}

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  T& value() & {
    HERALD_CHECK(has_value());
    return std::get<0>(state_);
  }
  const T& value() const& {
    HERALD_CHECK(has_value());
    return std::get<0>(state_);
  }
  T&& value() && {
    HERALD_CHECK(has_value());
    return std::get<0>(std::move(state_));
  }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  const Error& error() const& {
    HERALD_CHECK(!has_value());
    return std::get<1>(state_);
  }
  Error&& error() && {
    HERALD_CHECK(!has_value());
    return std::get<1>(std::move(state_));
  }

 private:
  std::variant<T, Error> state_;
};

/// The value of an operation that only succeeds or fails.
struct Done {
  bool operator==(const Done&) const = default;
};

}  // namespace herald
