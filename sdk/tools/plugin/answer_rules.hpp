#pragma once
#include "sdk/tools/plugin/feature_sample.hpp"
#include "sdk/tools/plugin/subject.hpp"

namespace herald::kit {

/// Holds what a feature plugin answered to a call that the host might make against sdk/FEATURES.md, as the
/// host does before it commits; a failure with a reason is an answer as well.
void judge_answer(Subject& subject, const FeatureSample& sample, const FeatureStep& step,
                  const Outcome& made);

}  // namespace herald::kit
