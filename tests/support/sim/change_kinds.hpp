#pragma once
#include <span>
#include <vector>

#include "tests/support/sim/changes.hpp"

namespace herald::test::sim {

// The parts of changes_of(), by what they change. `others` are good requests to graft from.
void change_head(const RawRequest& good, std::vector<Change>& changes);
void change_json(const RawRequest& good, std::span<const RawRequest> others, std::vector<Change>& changes);
void change_form(const RawRequest& good, std::span<const RawRequest> others, std::vector<Change>& changes);
void change_parts(const RawRequest& good, std::span<const RawRequest> others, std::vector<Change>& changes);

/// The beginning of a value, with its length where that is not all of it: other values show as others.
std::string shown(const std::string& text);

}  // namespace herald::test::sim
