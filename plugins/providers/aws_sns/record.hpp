#pragma once
#include <nlohmann/json_fwd.hpp>

namespace herald::aws_sns {

/// The events of a record of CloudWatch on one message, as an operator forwards it through a topic: a
/// receipt, and the opt-out that it states. Empty without id or status. [any thread]
/// Source: docs.aws.amazon.com/sns/latest/dg/sms_stats_cloudwatch.html.
nlohmann::json record_events(const nlohmann::json& record);

}  // namespace herald::aws_sns
