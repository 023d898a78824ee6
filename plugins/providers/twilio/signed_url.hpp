#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "plugins/providers/parts/form.hpp"

namespace herald::twilio {

/// Every form in which Twilio may have signed this URL, most likely first, without repeats: with and without
/// port and user info, with `/` and with nothing as path, the query as received, with `%27` for an
/// apostrophe, and decoded and encoded anew. The fragment is never part. At most 24. An URL without `://`
/// yields itself. [any thread] Source: twilio.com/docs/usage/security and the validators of Twilio's SDKs.
std::vector<std::string> signed_url_forms(std::string_view url);

/// The query as the classic querystring serialiser of Node.js writes it: repeated names brought together,
/// letters, digits and `-_.!~*'()` stay, every other byte `%XX`. [any thread]
std::string query_encode(const provider::Fields& fields);

}  // namespace herald::twilio
