#pragma once
#include <vector>

#include "host/base/result.hpp"
#include "host/intake/send_message.hpp"
#include "host/json/document.hpp"

namespace herald::api {

/// Reads the body of POST /communication/messages; what is wrong goes to `problems` and reads as absent. [any
/// thread]
intake::SendMessage read_send_message(const json::Document& body, std::vector<Problem>& problems);

}  // namespace herald::api
