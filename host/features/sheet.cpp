#include "host/features/sheet.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "host/features/policy.hpp"
#include "host/features/problem.hpp"
#include "host/json/fields.hpp"

namespace herald::features {
namespace {

using json::Need;

constexpr std::array<std::string_view, 4> kMethods{"GET", "POST", "PATCH", "DELETE"};
constexpr std::array<std::string_view, 2> kStages{"render", "policy"};
constexpr std::array<std::string_view, 3> kConducts{"hold", "refuse", "allow"};  // as Conduct
constexpr std::array<std::string_view, 3> kTakenNames{"message", "moment", "at"};
constexpr json::TextBounds kName{.min = 1, .max = 64};
constexpr json::TextBounds kJobName{.min = 1, .max = 32};
constexpr json::TextBounds kPath{.min = 1, .max = 200};

bool all_alnum(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
}

/// Literals of a–z 0–9 - _ and `{names}`, each a segment.
bool is_path(std::string_view path) {
  bool inside = false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    const char c = path[i];
    if (c == '{' && (inside || path[i - 1] != '/')) return false;
    if (c == '}' && (!inside || path[i - 1] == '{' || (i + 1 < path.size() && path[i + 1] != '/')))
      return false;
    if (c == '/' && (inside || i + 1 == path.size() || path[i + 1] == '/')) return false;
    if (c == '{' || c == '}')
      inside = c == '{';
    else if (c != '/' && (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-')
      return false;
  }
  return path.starts_with('/') && !inside;
}

/// As the journal names them: two parts or more.
bool is_event_type(std::string_view type) {
  const bool letters = std::ranges::all_of(
      type, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; });
  return letters && type.size() <= kName.max && type.find('.') != std::string_view::npos && type[0] != '.';
}

/// Reads the parts of one descriptor.
class Reader {
 public:
  Reader(const std::string& plugin, const Grants& grants) : plugin_{plugin}, grants_{grants} {
    sheet_.plugin = plugin;
  }

  Result<Sheet> read(const json::Document& document) {
    json::Fields in{document};
    read_collections(in);
    read_schemas(in);
    in.each("routes", Need::Optional, {.items = kMostRoutes},
            [&](json::Fields& one) { sheet_.routes.push_back(read_route(one)); });
    in.each("filters", Need::Optional, {.items = kMostFilters},
            [&](json::Fields& one) { sheet_.filters.push_back(read_filter(one)); });
    read_events(in);
    in.each("jobs", Need::Optional, {.items = kMostJobs}, [&](json::Fields& one) { read_job(one); });
    if (auto done = in.finish(); !done) {
      Error error = std::move(done).error();
      error.reason = "bad_descriptor";
      for (const Problem& problem : error.problems)
        error.detail += "; " + problem.pointer + " " + problem.text;
      return error;
    }
    return std::move(sheet_);
  }

 private:
  void read_collections(json::Fields& in) {
    const auto list = in.value("collections", Need::Optional);
    if (!list) return;
    auto collections = records::read_collections(*list, {.id = plugin_, .may_bind = grants_.may_bind});
    if (collections)
      sheet_.collections = *std::move(collections);
    else
      for (const Problem& problem : collections.error().problems)
        in.complain("collections", problem.pointer + " " + problem.text);
  }

  void read_schemas(json::Fields& in) {
    const auto map = in.value("schemas", Need::Optional);
    if (!map) return;
    for (const std::string& name : map->names()) {
      const bool good = name.size() <= kName.max && all_alnum(name) && name[0] >= 'A' && name[0] <= 'Z';
      if (!good)
        in.complain("schemas", "expected names of letters and digits, a capital first, found " + name);
      sheet_.schemas[name] = map->member(name)->compact();
    }
    if (sheet_.schemas.size() > kMostSchemas) in.complain("schemas", "expected at most 64");
  }

  void read_events(json::Fields& in) {
    const auto list = in.value("events", Need::Optional);
    if (!list) return;
    const auto types = list->elements();
    if (list->kind() != json::Kind::Array || types.size() > kMostEvents)
      in.complain("events", "expected an array of at most 32 types such as message.delivered");
    for (const json::Document& type : types) {
      const std::string text = type.text().value_or("");
      if (!is_event_type(text))
        in.complain("events", "expected types of a-z 0-9 _ with dots such as message.delivered, found " +
                                  type.compact());
      sheet_.events.push_back(text);
    }
  }

  void read_job(json::Fields& in) {
    SheetJob out;
    out.name = in.text("name", Need::Required, kJobName);
    if (!is_word(out.name)) in.complain("name", "expected a-z, 0-9 and _");
    if (std::ranges::find(sheet_.jobs, out.name, &SheetJob::name) != sheet_.jobs.end())
      in.complain("name", "expected each job once");
    const json::IntegerBounds bounds{kShortestJob.count(), kLongestJob.count()};
    out.every = std::chrono::seconds{in.integer("every", Need::Required, bounds).value_or(0)};
    sheet_.jobs.push_back(std::move(out));
  }

  [[nodiscard]] bool allowed(const std::string& path) const {
    const auto inside = [&](const std::string& prefix) {
      return path == prefix || path.starts_with(prefix + "/");
    };
    return path.starts_with("/api/v1/x/" + records::short_name(plugin_) + "/") ||
           std::ranges::any_of(grants_.prefixes, inside);
  }

  SheetRoute read_route(json::Fields& in) {
    SheetRoute out;
    out.id = in.text("id", Need::Required, kName);
    if (!all_alnum(out.id)) in.complain("id", "expected letters and digits");
    out.method = in.one_of("method", Need::Required, kMethods);
    out.path = in.text("path", Need::Required, kPath);
    if (!is_path(out.path))
      in.complain("path", "expected segments of a-z 0-9 - _ or {name}");
    else if (!allowed(out.path))
      in.complain("path", "expected a path under /api/v1/x/" + records::short_name(plugin_) +
                              "/ or a granted prefix (setting plugins.prefixes), found " + out.path);
    out.permission = in.text("permission", Need::Required, kName);
    out.summary = in.text("summary", Need::Required, {.min = 1, .max = 200});
    out.request = in.text("request", Need::Optional, kName);
    out.response = in.text("response", Need::Optional, kName);
    out.status = static_cast<int>(in.integer("status", Need::Optional, {200, 299}).value_or(200));
    out.idempotent = in.boolean("idempotent", Need::Optional).value_or(false);
    out.paged = in.boolean("paged", Need::Optional).value_or(false);
    in.each("query", Need::Optional, {.items = 16}, [&](json::Fields& one) {
      out.query.push_back({one.text("name", Need::Required, kName), one.object_text("schema", Need::Required),
                           one.text("expected", Need::Required, {.min = 1, .max = 200})});
    });
    return out;
  }

  features::Need read_need(json::Fields& in) {
    features::Need out;
    out.as = in.text("as", Need::Required, kName);
    if (std::ranges::find(kTakenNames, out.as) != kTakenNames.end())
      in.complain("as", "expected another name: the host gives " + out.as + " itself");
    out.collection = records::find(sheet_.collections, in.text("collection", Need::Required, kName));
    if (!out.collection) in.complain("collection", "expected a collection of this plugin");
    out.id = in.text("id", Need::Optional, {.max = 200});
    if (const auto where = in.value("where", Need::Optional))
      for (const std::string& name : where->names()) {
        const json::Document value = *where->member(name);
        const auto text = value.text();
        out.where[name] = text && text->starts_with('/') ? *text : value.compact();
      }
    if (out.id.empty() == out.where.empty()) in.complain("id", "expected either id or where");
    out.limit = static_cast<int>(in.integer("limit", Need::Optional, {1, 100}).value_or(50));
    return out;
  }

  SheetFilter read_filter(json::Fields& in) {
    SheetFilter out;
    out.name = in.text("name", Need::Required, kName);
    const bool policy = in.one_of("stage", Need::Required, kStages) == "policy";
    out.stage = policy ? Stage::Policy : Stage::Render;
    out.when = in.text("when", policy ? Need::Optional : Need::Required, kName);
    if (policy && !out.when.empty() && !is_policy_member(out.when))
      in.complain("when", "expected a member of the message as policies see it, found '" + out.when + "'");
    const std::string conduct = in.one_of("unanswered", Need::Optional, kConducts);
    if (!conduct.empty() && !policy) in.complain("unanswered", "expected only with stage policy");
    if (conduct == "refuse") out.conduct = Conduct::Refuse;
    if (conduct == "allow") out.conduct = Conduct::Allow;
    in.each("needs", Need::Optional, {.items = kMostNeeds},
            [&](json::Fields& one) { out.needs.push_back(read_need(one)); });
    return out;
  }

  const std::string& plugin_;
  const Grants& grants_;
  Sheet sheet_;
};

}  // namespace

Result<Sheet> read_sheet(std::string_view descriptor, const std::string& plugin, const Grants& grants) {
  const auto document = json::parse(descriptor);
  if (!document) return document.error();
  return Reader{plugin, grants}.read(*document);
}

}  // namespace herald::features
