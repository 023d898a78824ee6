#pragma once
#include <string>
#include <vector>

#include "sdk/tools/plugin/runner.hpp"

namespace herald::kit {

std::string as_text(const std::vector<Result>& results);
/// `{"file","checks":[{"id","title","ok","ms","findings":[{"expected","found"}]}],"failed":n}`
std::string as_json(const std::string& file, const std::vector<Result>& results);
/// JUnit's XML, one test case for each check.
std::string as_junit(const std::vector<Result>& results);
/// How many have findings.
std::size_t failed(const std::vector<Result>& results);

}  // namespace herald::kit
