#pragma once
#include <string>

#include "host/base/result.hpp"
#include "host/dispatch/plan.hpp"
#include "host/domain/account_tester.hpp"
#include "host/domain/stream_ports.hpp"

namespace herald::dispatch {

// What the end of an operation about an account says of it. All pure. [any thread]

/// The plugin's verdict; `status` is that of the last HTTP answer, 0 without one.
domain::AccountFinding finding_of(const Verdict& verdict, int status);
/// The carrier's word on a far side that gave no complete answer.
domain::AccountFinding unreachable_of(const std::string& failure, const std::string& text);
/// The end of a session of the stream tier. Fails as the plugin did.
Result<domain::AccountFinding> finding_of(const domain::StreamEnd& end);

}  // namespace herald::dispatch
