#pragma once
#include <string>

#include "tests/plugins/feature_check/breaks.hpp"

namespace tally {

/// One or the other text, as the break says.
consteval std::string_view either(bool is_broken, std::string_view bad, std::string_view good) {
  return is_broken ? bad : good;
}

inline std::string descriptor() {
  std::string out;
  const auto add = [&](std::string_view text) { out += text; };
  add(R"({"collections":[{"name":"accounts","fields":[
{"name":"customer","type":"text","longest":)");
  add(either(broken("long_index"), "300", "64"));
  add(R"(,"required":true},{"name":"points","type":"integer","required":true,"default":0},
{"name":"note","type":"text","longest":200},{"name":"quiet_until","type":"time"},{"name":"extra","type":"json","longest":2000})");
  add(either(broken("taken_field"), R"(,{"name":"rev","type":"integer"})", ""));
  add(R"(],"indexes":[{"fields":["customer"],"unique":true},{"fields":["points"]})");
  add(either(broken("json_index"), R"(,{"fields":["extra"]})", ""));
  add(R"(]}],"schemas":{
"AccountDraft":{"type":"object","additionalProperties":false,"required":["customer"],"properties":{
"customer":{"type":"string","minLength":1,"maxLength":64,"pattern":"^[a-z0-9]+$"},"note":{"type":"string","maxLength":200)");
  add(either(broken("schema_keyword"), R"(,"contentEncoding":"base64")", ""));
  add(R"(}}},
"Points":{"type":"object","additionalProperties":false,"required":["points"],
"properties":{"points":{"type":"integer","minimum":1,"maximum":1000}}},
"Account":{"type":"object","required":["id","customer","points"],"properties":{"id":{"$ref":"#/$defs/AccountId"},
"customer":{"type":"string"},"points":{"type":"integer"}}},"AccountId":{"type":"string","format":"uuid"},
"AccountList":{"type":"object","required":["data","next_cursor"],"properties":{
"data":{"type":"array","items":{"$ref":"#/$defs/Account"}},"next_cursor":{"type":["string","null"]}}}},
"routes":[{"id":"makeAccount","method":"POST","path":"/api/v1/x/)");
  add(either(broken("foreign_path"), "loyalty", "tally"));
  add(R"(/accounts","permission":")");
  add(either(broken("unknown_permission"), "tally.manage", "contacts.manage"));
  add(R"(","summary":"Open an account","request":"AccountDraft","response":")");
  add(either(broken("missing_schema"), "Acount", "Account"));
  add(R"(","status":201,"idempotent":true},
{"id":"listAccounts","method":"GET","path":"/api/v1/x/tally/accounts","permission":"contacts.read",
"summary":"Accounts by customer","response":"AccountList","paged":true,"query":[
{"name":"customer","schema":{"type":"string","maxLength":64},"expected":"the beginning of a customer"}]},
{"id":"showAccount","method":"GET","path":"/api/v1/x/tally/accounts/{account_id}","permission":"contacts.read",
"summary":"An account","response":"Account"},
{"id":"addPoints","method":"POST","path":"/api/v1/x/tally/accounts/{account_id}/points",
"permission":"contacts.manage","summary":"Give points","request":"Points","response":"Account"}],
"events":[")");
  add(either(broken("bad_event"), "Message Delivered", "message.delivered"));
  add(R"("],"jobs":[{"name":"sweep","every":)");
  add(either(broken("job_too_often"), "0", "3600"));
  add(R"(}],"filters":[
{"name":"quiet","stage":"policy","needs":[{"as":"account","collection":")");
  add(either(broken("foreign_need"), "contacts", "accounts"));
  add(R"(","where":{")");
  add(either(broken("unserved_need"), "note", "customer"));
  add(R"(":"/message/to_address"},"limit":1}]},
{"name":"card","stage":"render","when":"template_id","needs":[
{"as":"account","collection":"accounts","id":"/message/template_id"}]}])");
  add(either(broken("unknown_member"), R"(,"cron":[])", ""));
  add(either(broken("descriptor_no_json"), ",", "}"));
  if constexpr (broken("descriptor_changes")) {
    static int count = 0;
    out.insert(1, "\"jobs\":[],");
    out.append(static_cast<std::size_t>(++count), ' ');
  }
  return out;
}

}  // namespace tally
