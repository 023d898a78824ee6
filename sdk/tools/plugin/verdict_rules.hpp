#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {

/// The rules of sdk/README.md on the shape of a verdict or continuation; `when` says what was answered.
void judge_verdict(Subject& subject, const Step& step, const Outcome& made, const std::string& when);

}  // namespace herald::kit
