// Made-up calls of routes, events, jobs and filters, and made-up records for them.
#include "sdk/tools/plugin/feature_sample.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sdk/tools/plugin/feature_schema.hpp"
#include "sdk/tools/plugin/sheet.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;
using sdk::testing::FieldType;
using sdk::testing::RecordCollection;
using sdk::testing::RecordField;
using sdk::testing::Records;

constexpr const char* kUnknownId = "01920000-0000-7000-8000-ffffffffffff";
constexpr const char* kLater = "2026-11-28T12:00:00.000Z";
constexpr const char* kEarlier = "2026-11-26T12:00:00.000Z";

/// A message as filters see it, with every member.
json sample_message() {
  return json::parse(R"({"id":"0192f0c4-0000-7000-8000-00000000a001","status":"ACCEPTED",
"created_at":"2026-11-27T11:59:59.000Z","attempts_count":0,"channel_id":"0192f0c4-0000-7000-8000-00000000c001",
"channel_type":"SMS","message_type":"TEXT","message_class":"transactional","to_address":"+447700900123",
"from_address":"+15005550006","subject":null,"message_body":"Your code is 4471","message_html":null,
"reference":null,"contact_id":null,"lead_id":null,"template_id":null,"template_language":"en",
"template_variables":{},"priority":5,"schedule_for":null,"expires_at":null,"attachments":[],"options":{},
"metadata":{}})");
}

/// Which of the records that are made up: with all values, with what is required only, of another tenant.
enum class Sort : std::uint8_t { Whole, Bare, Foreign };

json made_up_field(const RecordField& field, Sort sort) {
  const json message = sample_message();
  switch (field.type) {
    case FieldType::Integer:
      return sort == Sort::Bare ? 200 : 1;
    case FieldType::Boolean:
      return sort != Sort::Bare;
    case FieldType::Time:
      return sort == Sort::Bare ? kEarlier : kLater;
    case FieldType::Json:
      return field.fallback.empty() ? json::object() : json::parse(field.fallback, nullptr, false);
    case FieldType::Text:
      break;
  }
  if (sort == Sort::Whole && message.contains(field.name) && message[field.name].is_string() &&
      message[field.name].get<std::string>().size() <= field.longest)
    return message[field.name];
  std::string text = (sort == Sort::Whole ? "a " : sort == Sort::Bare ? "b " : kOtherText) + field.name;
  text.resize(std::min(text.size(), field.longest));
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

std::string add_record(Records& records, const RecordCollection& collection, Sort sort) {
  json values = json::object();
  for (const RecordField& field : collection.fields)
    if (field.required || sort != Sort::Bare) values[field.name] = made_up_field(field, sort);
  try {
    return records.insert(sort == Sort::Foreign ? kOtherTenant : kSampleTenant, collection.name,
                          values.dump());
  } catch (const sdk::testing::RecordsRefusal&) {
    return {};  // of a collection that sheet.collections complains of
  }
}

/// The ids and one text of each collection's records of the tenant.
struct Known {
  std::vector<std::string> ids{}, texts{};
  json first = json::object();  ///< the whole record by collection
};

Known add_records(Records& records) {
  Known out;
  for (const RecordCollection& collection : records.collections()) {
    add_record(records, collection, Sort::Foreign);
    for (const Sort sort : {Sort::Whole, Sort::Bare}) {
      const std::string id = add_record(records, collection, sort);
      if (id.empty()) continue;
      out.ids.push_back(id);
      if (sort == Sort::Whole)
        out.first[collection.name] = json::parse(records.get(kSampleTenant, collection.name, id));
    }
    for (const RecordField& field : collection.fields)
      if (field.type == FieldType::Text && out.first.contains(collection.name) &&
          collection.indexed(field.name))
        out.texts.push_back(out.first[collection.name].value(field.name, json("")).get<std::string>());
  }
  constexpr std::size_t kMost = 6;
  out.ids.resize(std::min(out.ids.size(), kMost));
  out.texts.resize(std::min(out.texts.size(), kMost));
  return out;
}

json text_of_query(const json& value) { return value.is_string() ? value : json(value.dump()); }

/// Makes the calls of one descriptor.
class Maker final {
 public:
  Maker(FeatureSample& sample, const Known& known) : sample_{sample}, known_{known} {}

  void routes() {
    for (const json& route : list("routes")) {
      const json schemas = sample_.schemas();
      const std::string request = text(route, "request");
      const std::string method = text(route, "method");
      for (const Extent extent : {Extent::Full, Extent::Least, Extent::Longest}) {
        const json body = request.empty() || method == "GET" || method == "DELETE"
                              ? json{}
                              : made_up_value({{"$ref", "#/$defs/" + request}}, schemas, extent);
        add_route(route, body, query_of(route, extent), extent);
      }
    }
  }
  void events() {
    const json types = list("events");
    std::vector<std::string> subjects{sample_message()["id"]};
    if (!known_.ids.empty()) subjects.push_back(known_.ids[0]);
    if (!known_.texts.empty()) subjects.push_back(known_.texts[0]);
    for (const json& type : types) {
      if (!type.is_string()) continue;
      for (const std::string& subject : subjects)
        for (const json& data : {json{}, json::object(), json{{"status", "DELIVERED"}, {"reason", "none"}}})
          add("event", type, {{"now", kSampleNow}, {"try", 1}, {"event", event(type, subject, data)}});
    }
  }
  void jobs() {
    for (const json& job : list("jobs"))
      for (const int part : {0, 1, 999})
        add("job", text(job, "name"),
            {{"now", kSampleNow},
             {"try", 1},
             {"job", {{"name", text(job, "name")}, {"round", "2026-11-27T12:00:00.000Z"}, {"part", part}}}});
  }
  void filters() {
    for (const json& filter : list("filters"))
      for (const bool found : {true, false}) {
        const std::string when = text(filter, "when");
        json message = sample_message();
        if (!when.empty() && message.value(when, json{}).is_null()) message[when] = kUnknownId;
        json known{{"message", message}};
        for (const json& need : filter.value("needs", json::array()))
          if (need.is_object()) fetch(need, found, known);
        if (text(filter, "stage") == "render") {
          add("filter", text(filter, "name"), known);
          continue;
        }
        for (const char* moment : {"accept", "send"}) {
          known.update({{"moment", moment}, {"at", kSampleNow}});
          add("filter", text(filter, "name"), known);
        }
      }
  }

 private:
  [[nodiscard]] json list(const char* name) const {
    const json found = sample_.descriptor->value(name, json::array());
    json out = json::array();
    if (found.is_array())
      for (const json& one : found)
        if (one.is_object() || one.is_string()) out.push_back(one);
    return out;
  }
  static std::string text(const json& object, const char* name) {
    const json found = object.is_object() ? object.value(name, json{}) : json{};
    return found.is_string() ? found.get<std::string>() : "";
  }
  void add(const std::string& op, const std::string& name, const json& input) {
    const FeatureStep step{.op = op, .name = name, .input = input.dump()};
    if (std::ranges::find(sample_.calls, step) == sample_.calls.end()) sample_.calls.push_back(step);
  }
  [[nodiscard]] json query_of(const json& route, Extent extent) const {
    json out = json::object();
    if (extent == Extent::Least) return out;
    for (const json& one : route.value("query", json::array()))
      if (one.is_object())
        out[text(one, "name")] =
            text_of_query(made_up_value(one.value("schema", json::object()), sample_.schemas(), extent));
    if (route.value("paged", json{}) == true) out["limit"] = "1";
    return out;
  }
  void add_route(const json& route, const json& body, const json& query, Extent extent) {
    const std::vector<std::string> names = path_names(text(route, "path"));
    std::vector<std::string> values{kUnknownId};
    if (!names.empty() && extent == Extent::Full)
      for (const auto* more : {&known_.ids, &known_.texts})
        values.insert(values.end(), more->begin(), more->end());
    if (!names.empty() && !known_.ids.empty()) values.insert(values.begin(), known_.ids[0]);
    for (const std::string& value : values) {
      json params = json::object();
      for (const std::string& name : names) params[name] = value;
      for (const json& rev : {json{}, json(1)})
        if (rev.is_null() || (!names.empty() && value == values.front()))
          add("route", text(route, "id"),
              {{"now", kSampleNow},
               {"actor", "key:sample"},
               {"params", params},
               {"query", query},
               {"body", body},
               {"if_match", rev}});
    }
  }
  static json event(const json& type, const std::string& subject, const json& data) {
    return {{"shard", 3},           {"seq", 4711},
            {"type", type},         {"at", "2026-11-27T11:59:59.500Z"},
            {"actor", "system"},    {"subject_kind", "message"},
            {"subject", subject},   {"subject_version", 2},
            {"cause", "request:1"}, {"depth", 0},
            {"data", data}};
  }

  /// What the host would fetch, put into `known`; message members that lead to a record are made to do so.
  void fetch(const json& need, bool found, json& known) const {
    const std::string as = text(need, "as");
    const json record = known_.first.value(text(need, "collection"), json{});
    const bool one = need.contains("id");
    known[as] = one ? json{} : json::array();
    if (!found || !record.is_object()) {
      if (!one && !found) known[as] = nullptr;  // where a pointer led nowhere
      return;
    }
    if (one) lead(known, text(need, "id"), record.value("id", json{}));
    const json where = need.value("where", json::object());
    for (const auto& [field, wanted] : where.items())
      if (wanted.is_string()) lead(known, wanted.get<std::string>(), record.value(field, json{}));
    known[as] = one ? record : json::array({record});
  }
  static void lead(json& known, const std::string& pointer, const json& value) {
    constexpr std::string_view kMessage = "/message/";
    if (pointer.starts_with(kMessage) && !value.is_null())
      known["message"][pointer.substr(kMessage.size())] = value;
  }

  FeatureSample& sample_;
  const Known& known_;
};

}  // namespace

std::vector<FeatureStep> FeatureSample::of(const std::string& op) const {
  std::vector<FeatureStep> out;
  std::ranges::copy_if(calls, std::back_inserter(out), [&](const FeatureStep& one) { return one.op == op; });
  return out;
}

json FeatureSample::subject_of(const FeatureStep& step) const {
  const char* part = step.op == "route" ? "routes" : step.op == "filter" ? "filters" : "jobs";
  const json list = step.op == "event" ? json{} : descriptor->value(part, json::array());
  if (!list.is_array()) return nullptr;
  for (const json& one : list)
    if (one.is_object() && one.value(step.op == "route" ? "id" : "name", json{}) == step.name) return one;
  return nullptr;
}

json FeatureSample::schemas() const {
  const json found = descriptor->value("schemas", json::object());
  return found.is_object() ? found : json::object();
}

FeatureSample sample_feature(const json& descriptor) {
  const json whole = descriptor.is_object() ? with_bound_fields(descriptor) : json::object();
  FeatureSample out{.descriptor = std::make_unique<json>(whole), .records = Records{whole.dump()}};
  const Known known = add_records(out.records);
  Maker maker{out, known};
  maker.routes();
  maker.events();
  maker.jobs();
  maker.filters();
  return out;
}

std::vector<std::string> path_names(const std::string& path) {
  std::vector<std::string> out;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1))
    out.push_back(path.substr(open + 1, path.find('}', open) - open - 1));
  return out;
}

}  // namespace herald::kit
