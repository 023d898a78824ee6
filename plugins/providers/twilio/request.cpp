#include "plugins/providers/twilio/request.hpp"

#include <nlohmann/json.hpp>

#include "plugins/providers/parts/json_text.hpp"

namespace herald::twilio {
using namespace provider;

using nlohmann::json;

json authorized(const sdk::Call& call, const Account& account) {
  const std::string basic = call.crypto().base64(credentials(account));
  return {{"headers", json::array({json::array({"Authorization", "Basic " + basic})})},
          {"redact", json::array({basic})}};
}

std::string resource(const Account& account, std::string_view path) {
  return base_url(account) + "/2010-04-01/Accounts/" + account.account_id + std::string(path);
}

sdk::Reply request_plan(json members) { return {dumped({{"request", std::move(members)}}), {}}; }

}  // namespace herald::twilio
