#pragma once
#include <string>

#include "host/domain/record_ports.hpp"
#include "host/features/sheet.hpp"
#include "host/json/document.hpp"

namespace herald::features {

/// The input of a filter: {"message":…} and what it needs, each under its name; null where a record is not
/// there or a pointer leads nowhere. Errors: those of RecordReader; Internal/"bad_descriptor". [any thread]
Result<std::string> fetch_needs(const SheetFilter& filter, const domain::TenantId& tenant,
                                const json::Document& message, domain::RecordReader& reader);

}  // namespace herald::features
