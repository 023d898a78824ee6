#pragma once
#include <map>
#include <string>

#include "host/domain/record_ports.hpp"
#include "host/features/sheet.hpp"
#include "host/json/document.hpp"

namespace herald::features {

/// What a filter is given, by name.
using Known = std::map<std::string, json::Document>;

/// The input of a filter: what is `known` (the message under "message") and what it needs, each under its
/// name; null where a record is not there or a pointer leads nowhere. Errors: those of RecordReader;
/// Internal/"bad_descriptor". [any thread]
Result<std::string> fetch_needs(const SheetFilter& filter, const domain::TenantId& tenant, Known known,
                                domain::RecordReader& reader);

}  // namespace herald::features
