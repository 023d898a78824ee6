// Notes about messages: people write them, and a message that fails gets one by itself. The host keeps the
// records.
#include <herald/sdk.hpp>
#include <nlohmann/json.hpp>

using Json = nlohmann::json;
using namespace herald::sdk;

class AcmeFeature {
 public:
  static std::string descriptor() {
    return R"({"collections":[{"name":"notes","indexes":[{"fields":["message_id"]}],"fields":[
      {"name":"message_id","type":"text","longest":36,"required":true},
      {"name":"text","type":"text","longest":500,"required":true}]}],
    "schemas":{
      "AcmeNoteDraft":{"type":"object","additionalProperties":false,"required":["message_id","text"],"properties":{
        "message_id":{"$ref":"#/$defs/MessageId"},"text":{"type":"string","minLength":1,"maxLength":500}}},
      "AcmeNote":{"type":"object","required":["id","created_at","message_id","text"],"properties":{
        "id":{"type":"string"},"created_at":{"$ref":"#/$defs/Time"},"message_id":{"type":"string"},
        "text":{"type":"string"}}},
      "AcmeNoteList":{"type":"object","required":["data","next_cursor","has_more"],"properties":{
        "data":{"type":"array","items":{"$ref":"#/$defs/AcmeNote"}},"next_cursor":{"type":["string","null"]},
        "has_more":{"type":"boolean"}}}},
    "routes":[
      {"id":"makeAcmeNote","method":"POST","path":"/api/v1/x/acme/notes","permission":"communication.messages.send",
       "summary":"Write a note about a message","request":"AcmeNoteDraft","response":"AcmeNote","status":201,
       "idempotent":true},
      {"id":"listAcmeNotes","method":"GET","path":"/api/v1/x/acme/notes","permission":"communication.messages.read",
       "summary":"Notes, oldest first","response":"AcmeNoteList","paged":true,"query":[
        {"name":"message_id","schema":{"$ref":"#/$defs/MessageId"},"expected":"the id of a message"}]}],
    "events":["message.failed"]})";
  }

  static std::string run(const FeatureCall& call, const Records& records) {
    const Json input = Json::parse(call.input);
    if (call.op == "event") return failed(input.at("event"));
    if (call.op == "route" && call.name == "makeAcmeNote") return make(input.at("body"));
    if (call.op == "route" && call.name == "listAcmeNotes") return list(input.at("query"), records);
    throw Failure{"expected one of the two routes", HERALD_UNSUPPORTED};
  }

 private:
  static Json insert(const Json& message_id, const Json& text) {
    return {{"kind", "insert"},
            {"collection", "notes"},
            {"ref", "note"},
            {"values", {{"message_id", message_id}, {"text", text}}}};
  }
  static std::string make(const Json& draft) {
    const Json reply{
        {"body", draft}, {"made", "note"}, {"fill", {{"id", "note.id"}, {"created_at", "note.created_at"}}}};
    return Json{{"writes", {insert(draft.at("message_id"), draft.at("text"))}}, {"reply", reply}}.dump();
  }
  static std::string failed(const Json& event) {
    return Json{{"writes", {insert(event.at("subject"), "The message has failed.")}}}.dump();
  }
  static std::string list(const Json& asked, const Records& records) {
    Json query{{"collection", "notes"}};
    if (asked.contains("message_id")) query["where"] = {{"eq", {"message_id", asked["message_id"]}}};
    if (asked.contains("limit")) query["limit"] = std::stoi(asked["limit"].get<std::string>());
    if (asked.contains("cursor")) query["cursor"] = asked["cursor"];
    try {
      const Json page = Json::parse(records.query(query.dump()));
      Json data = Json::array();
      for (const Json& one : page.at("records"))
        data.push_back({{"id", one.at("id")},
                        {"created_at", one.at("created_at")},
                        {"message_id", one.at("message_id")},
                        {"text", one.at("text")}});
      const Json body{
          {"data", data}, {"next_cursor", page.at("cursor")}, {"has_more", !page.at("cursor").is_null()}};
      return Json{{"reply", {{"body", body}}}}.dump();
    } catch (const Failure& failure) {
      if (failure.status() != HERALD_INVALID || !asked.contains("cursor")) throw;
      return R"({"problem":{"kind":"invalid","reason":"invalid_query","detail":"the query has a problem",
        "errors":[{"pointer":"/query/cursor","text":"expected next_cursor of the page before"}]}})";
    }
  }
};
HERALD_FEATURE(AcmeFeature, R"({"id":"org.example.acme","name":"Acme","version":"1.0.0",
  "interfaces":["herald.feature/1"],"uses":["herald.records/1"]})");
