#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace herald::templates {

inline constexpr std::size_t kMostVariables = 100;    ///< of one template
inline constexpr std::size_t kLongestValue = 10'000;  ///< bytes of one value

/// One complaint about a place of the request. [value]
struct Complaint {
  std::string pointer{};
  std::string text{};
};

/// Values by path. [value]
using Values = std::map<std::string, std::string, std::less<>>;

/// Reads an object of values (texts, numbers, booleans; objects within make paths; null is as if it were not
/// there). What is none of that, too long or not in `known` goes to `complaints`, with pointers that begin
/// with `at`.
Values read_values(std::string_view json, const std::vector<std::string>& known, const std::string& at,
                   std::vector<Complaint>& complaints);

/// "/template_variables/customer/name" for "customer.name".
std::string pointer_of(const std::string& at, std::string_view path);

}  // namespace herald::templates
