// The parts of a descriptor but for collections.
#include "sdk/tools/plugin/sheet.hpp"

#include <herald/testing/records.hpp>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <regex>

#include "sdk/tools/plugin/feature_schema.hpp"

namespace herald::kit {
namespace {

using nlohmann::json;
using Need = Members::Need;

constexpr std::size_t kSheetMostRoutes = 64, kSheetMostSchemas = 64, kSheetMostFilters = 8,
                      kSheetMostNeeds = 8, kSheetMostEvents = 32, kSheetMostJobs = 8, kSheetLongestName = 64;
constexpr std::int64_t kSheetLongestJob = 31LL * 24 * 3600;

const std::vector<std::string> kPermissions{"communication.messages.send",
                                            "communication.messages.read",
                                            "communication.channels.manage",
                                            "communication.channels.read",
                                            "templates.manage",
                                            "templates.read",
                                            "campaigns.manage",
                                            "campaigns.read",
                                            "contacts.manage",
                                            "contacts.read",
                                            "conversations.manage",
                                            "conversations.read",
                                            "calls.manage",
                                            "calls.read",
                                            "media.manage",
                                            "webhooks.read",
                                            "webhooks.manage",
                                            "analytics.read",
                                            "audit.read",
                                            "plugins.manage",
                                            "admin"};
/// Members of the message as policies see it.
const std::vector<std::string> kPolicyMembers{
    "id",           "channel_id",    "status",      "created_at",   "attempts_count", "channel_type",
    "message_type", "message_class", "to_address",  "from_address", "subject",        "message_body",
    "message_html", "reference",     "contact_id",  "lead_id",      "template_id",    "priority",
    "schedule_for", "expires_at",    "attachments", "options",      "metadata"};

bool among(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

/// Reads one descriptor.
class SheetReader final {
 public:
  SheetReader(const json& descriptor, const std::string& id, const Grants& grants)
      : descriptor_{descriptor}, id_{id}, grants_{grants} {}

  Flaws read() {
    {
      Members in{descriptor_, "", flaws_};
      collection_flaws(in.value("collections", Need::Optional), id_, flaws_);
      read_schemas(in.value("schemas", Need::Optional));
      in.each("routes", Need::Optional, kSheetMostRoutes, [&](Members& one) { read_route(one); });
      in.each("filters", Need::Optional, kSheetMostFilters, [&](Members& one) { read_filter(one); });
      read_events(in);
      in.each("jobs", Need::Optional, kSheetMostJobs, [&](Members& one) { read_job(one); });
    }
    return std::move(flaws_);
  }

 private:
  void read_schemas(const json& map) {
    if (map.is_null()) return;
    if (!map.is_object()) return flaws_.push_back({"/schemas", "an object of schemas by name", map.dump()});
    static const std::regex kName{"[A-Z][A-Za-z0-9]{0,63}"};
    for (const auto& [name, schema] : map.items()) {
      const std::string at = "/schemas/" + name;
      if (!std::regex_match(name.substr(0, 100), kName))
        flaws_.push_back({at, "names of letters and digits, a capital first", name});
      for (const std::string& flaw : schema_flaws(schema, at, map))
        flaws_.push_back({at, "schemas with keywords and references that the host knows", flaw});
    }
    if (map.size() > kSheetMostSchemas)
      flaws_.push_back({"/schemas", "at most 64 schemas", std::to_string(map.size())});
  }

  void read_events(Members& in) {
    static const std::regex kType{"[a-z0-9_][a-z0-9_.]*\\.[a-z0-9_.]*"};
    const json list = in.value("events", Need::Optional);
    if (list.is_null()) return;
    if (!list.is_array() || list.size() > kSheetMostEvents)
      return in.complain("events", "an array of at most 32 types such as message.delivered");
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string type = list[i].is_string() ? list[i].get<std::string>() : "";
      if (type.size() > kSheetLongestName || !std::regex_match(type, kType))
        flaws_.push_back({"/events/" + std::to_string(i),
                          "types of a-z 0-9 _ with dots such as message.delivered", list[i].dump()});
    }
  }

  void read_job(Members& in) {
    static const std::regex kWord{"[a-z0-9_]*"};
    const std::string name = in.text("name", Need::Required, 1, 32);
    if (!std::regex_match(name, kWord)) in.complain("name", "a name of a-z, 0-9 and _");
    if (!name.empty() && among(jobs_, name)) in.complain("name", "each job once");
    jobs_.push_back(name);
    in.integer("every", Need::Required, 1, kSheetLongestJob);
  }

  [[nodiscard]] bool in_own_corner(const std::string& path) const {
    return path.starts_with("/api/v1/x/" + short_name(id_) + "/") ||
           std::ranges::any_of(grants_.prefixes, [&](const std::string& prefix) {
             return path == prefix || path.starts_with(prefix + "/");
           });
  }

  void read_query(Members& in) {
    const std::string name = in.text("name", Need::Required, 1, kSheetLongestName);
    const json schema = in.value("schema", Need::Required);
    if (!schema.is_null() && (!schema.is_object() || schema.empty()))
      in.complain("schema", "a JSON Schema that is not empty");
    for (const std::string& flaw : schema_flaws(schema, "/schema", schemas()))
      in.complain("schema", "schemas with keywords and references that the host knows", name + flaw);
    in.text("expected", Need::Required, 1, 200);
  }

  void read_route(Members& in) {
    static const std::regex kAlnum{"[A-Za-z0-9]*"};
    static const std::regex kPath{"(/([a-z0-9_-]+|\\{[a-z0-9_-]+\\}))+"};
    const std::string route = in.text("id", Need::Required, 1, kSheetLongestName);
    if (!std::regex_match(route, kAlnum)) in.complain("id", "an id of letters and digits");
    if (!route.empty() && among(routes_, route)) in.complain("id", "an id that no other route has");
    routes_.push_back(route);
    const std::string method = in.one_of("method", Need::Required, {"GET", "POST", "PATCH", "DELETE"});
    const std::string path = in.text("path", Need::Required, 1, 200);
    if (!path.empty() && !std::regex_match(path, kPath))
      in.complain("path", "a path of segments of a-z 0-9 - _ or {name}");
    else if (!path.empty() && !in_own_corner(path))
      in.complain("path", "a path under /api/v1/x/" + short_name(id_) +
                              "/ or a prefix that the operator grants (--allow-prefix)");
    const std::string permission = in.text("permission", Need::Required, 1, kSheetLongestName);
    if (!permission.empty() && !among(kPermissions, permission))
      in.complain("permission", "a permission that the host knows, such as contacts.read");
    in.text("summary", Need::Required, 1, 200);
    for (const char* name : {"request", "response"}) {
      const std::string schema = in.text(name, Need::Optional, 1, kSheetLongestName);
      if (!schema.empty() && !schemas().contains(schema) && !host_has_schema(schema))
        in.complain(name, "a schema of the descriptor or of the host", schema);
    }
    in.integer("status", Need::Optional, 200, 299, 200);
    in.boolean("idempotent", Need::Optional);
    in.boolean("paged", Need::Optional);
    in.each("query", Need::Optional, 16, [&](Members& one) { read_query(one); });
  }

  void read_need(Members& in) {
    const std::string as = in.text("as", Need::Required, 1, kSheetLongestName);
    for (const char* taken : {"message", "moment", "at"})
      if (as == taken) in.complain("as", "another name: the host gives it itself", as);
    const std::string name = in.text("collection", Need::Required, 1, kSheetLongestName);
    const auto declared = sdk::testing::read_collections(with_bound_fields(descriptor_).dump());
    const auto found = std::ranges::find(declared, name, &sdk::testing::RecordCollection::name);
    if (!name.empty() && found == declared.end()) in.complain("collection", "a collection of this plugin");
    const std::string id = in.text("id", Need::Optional, 0, 200);
    const json where = in.value("where", Need::Optional);
    const bool fields = where.is_object() && !where.empty();
    if (id.empty() != fields) in.complain("id", "either id or where");
    in.integer("limit", Need::Optional, 1, 100, 50);
    if (fields && found != declared.end()) expect_served(in, where, *found);
  }

  /// The host asks for records whose fields equal what is wanted: an index has to serve that.
  static void expect_served(Members& in, const json& where,
                            const sdk::testing::RecordCollection& collection) {
    json conditions = json::array();
    for (const auto& [name, wanted] : where.items()) {
      const sdk::testing::RecordField* field = collection.find(name);
      if (field == nullptr) return in.complain("where", "fields of " + collection.name, name);
      const bool pointer = wanted.is_string() && wanted.get<std::string>().starts_with('/');
      conditions.push_back({{"eq", {name, pointer ? json::parse(example_value(*field)) : wanted}}});
    }
    try {
      static_cast<void>(sdk::testing::read_query(json{{"where", {{"and", conditions}}}}.dump(), collection));
    } catch (const sdk::testing::RecordsRefusal& refusal) {
      in.complain("where", "needs that an index serves", refusal.what());
    }
  }
  static std::string example_value(const sdk::testing::RecordField& field) {
    using sdk::testing::FieldType;
    if (field.type == FieldType::Integer) return "1";
    if (field.type == FieldType::Boolean) return "true";
    return field.type == FieldType::Time ? R"("2026-01-31T09:30:00Z")" : R"("a")";
  }

  void read_filter(Members& in) {
    in.text("name", Need::Required, 1, kSheetLongestName);
    const bool policy = in.one_of("stage", Need::Required, {"render", "policy"}) == "policy";
    const std::string when = in.text("when", policy ? Need::Optional : Need::Required, 1, kSheetLongestName);
    if (policy && !when.empty() && !among(kPolicyMembers, when))
      in.complain("when", "a member of the message as policies see it");
    const std::string conduct = in.one_of("unanswered", Need::Optional, {"hold", "refuse", "allow"});
    if (!conduct.empty() && !policy) in.complain("unanswered", "unanswered only with stage policy");
    in.each("needs", Need::Optional, kSheetMostNeeds, [&](Members& one) { read_need(one); });
  }

  [[nodiscard]] json schemas() const {
    const json map = descriptor_.is_object() ? descriptor_.value("schemas", json::object()) : json::object();
    return map.is_object() ? map : json::object();
  }

  const json& descriptor_;
  const std::string& id_;
  const Grants& grants_;
  Flaws flaws_{};
  std::vector<std::string> jobs_{}, routes_{};
};

}  // namespace

Flaws sheet_flaws(const json& descriptor, const std::string& id, const Grants& grants) {
  return SheetReader{descriptor, id, grants}.read();
}

}  // namespace herald::kit
