#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {

/// The rules of sdk/README.md on a plan that holds a request: address, headers, body, commits, state,
/// secrets. Does nothing with a plan that holds none.
void judge_plan(Subject& subject, const Step& step, const Outcome& made);

/// The bytes of a plan's body; attachments count as nothing.
std::string body_of(const nlohmann::json& request, const std::string& bytes);

/// Every text in a body that is JSON or a form, or the whole body: where a message's text must be found
/// again.
bool carries(const nlohmann::json& request, const std::string& bytes, const std::string& text);

}  // namespace herald::kit
