#pragma once
#include "host/domain/account_tester.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

/// What a provider said, as members `verdict`, `error` and `http_status` of an object. [any thread]
void write_finding(json::Writer& writer, const domain::AccountFinding& finding);

}  // namespace herald::api
