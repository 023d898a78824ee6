#pragma once
#include <herald/testing/query.hpp>

/// The records of a feature plugin in memory, as the host keeps and reads them (sdk/FEATURES.md).
namespace herald::sdk::testing {

/// Records of all tenants in the collections that a descriptor declares. Ids, revisions and times are the
/// same in every run. [one thread]
///
///     Records records{plugin.descriptor()};
///     records.insert("tenant-1", "accounts", R"({"customer":"ada","points":5})");
///     plugin.run(route, TenantRecords{records, "tenant-1"});
class Records final {
 public:
  explicit Records(std::string_view descriptor) : collections_{read_collections(descriptor)} {}

  /// The id of a new record. Throws RecordsRefusal: unknown_collection, bad_record, conflict.
  std::string insert(const std::string& tenant, std::string_view collection, std::string_view values) {
    const RecordCollection& declared = find(collection);
    Record made{.id = next_id(), .created_ms = now_ms_, .updated_ms = now_ms_};
    take_values(declared, values, made);
    complete(declared, made);
    expect_unique(tenant, declared, made);
    kept_[{tenant, declared.name}].push_back(made);
    return made.id;
  }

  /// Does what an answer's `checks` and `writes` say, all or nothing; commands and reply are left alone.
  /// Throws RecordsRefusal: not_found, stale, conflict, unknown_collection, bad_record.
  void commit(const std::string& tenant, std::string_view answer) {
    Records next = *this;
    const herald_str text = herald_json_read(detail::lend(answer));
    now_ms_ += 1000;
    next.now_ms_ = now_ms_;
    detail::each_element(herald_json_member(text, "checks"),
                         [&](herald_str one) { static_cast<void>(next.target(tenant, one)); });
    detail::each_element(herald_json_member(text, "writes"),
                         [&](herald_str one) { next.write(tenant, one); });
    *this = std::move(next);
  }

  /// The record as JSON, "null" when the tenant has none with this id.
  [[nodiscard]] std::string get(const std::string& tenant, std::string_view collection,
                                std::string_view id) const {
    const RecordCollection& declared = find(collection);
    for (const Record& record : of(tenant, declared))
      if (record.id == id) return text_of(declared, record);
    return "null";
  }
  /// {"records":[…],"cursor":…}. Throws RecordsRefusal: unknown_collection, bad_query, missing_index.
  [[nodiscard]] std::string query(const std::string& tenant, std::string_view text) const {
    const RecordCollection& declared = find(collection_of(text));
    const RecordQuery query = read_query(text, declared);
    std::vector<Record> found = matching(tenant, declared, query);
    const auto place = [&](const Record& record) { return place_of(query, record); };
    std::ranges::sort(found, [&](const Record& a, const Record& b) {
      return query.descending ? place(b) < place(a) : place(a) < place(b);
    });
    if (!query.cursor.empty()) skip(query.cursor, found);
    std::string out = R"({"records":[)";
    for (std::size_t i = 0; i < found.size() && i < query.limit; ++i)
      out += (i == 0 ? "" : ",") + text_of(declared, found[i]);
    const bool more = found.size() > query.limit;
    return out + R"(],"cursor":)" + (more ? detail::quoted(found[query.limit - 1].id) : "null") + "}";
  }
  /// How many match, up to 10000.
  [[nodiscard]] std::string count(const std::string& tenant, std::string_view text) const {
    const RecordCollection& declared = find(collection_of(text));
    const std::size_t all = matching(tenant, declared, read_query(text, declared)).size();
    return std::to_string(std::min<std::size_t>(all, 10'000));
  }

  [[nodiscard]] const std::vector<RecordCollection>& collections() const { return collections_; }

 private:
  using Key = std::pair<std::string, std::string>;  // tenant, collection

  [[nodiscard]] const RecordCollection& find(std::string_view name) const {
    const auto found = std::ranges::find(collections_, name, &RecordCollection::name);
    if (found != collections_.end()) return *found;
    detail::refuse("unknown_collection",
                   "expected a collection that the descriptor declares, found \"" + std::string{name} + '"');
  }
  static std::string collection_of(std::string_view query) {
    return detail::member_text(herald_json_read(detail::lend(query)), "collection");
  }
  [[nodiscard]] const std::vector<Record>& of(const std::string& tenant,
                                              const RecordCollection& collection) const {
    static const std::vector<Record> kNone;
    const auto found = kept_.find({tenant, collection.name});
    return found == kept_.end() ? kNone : found->second;
  }
  [[nodiscard]] std::vector<Record> matching(const std::string& tenant, const RecordCollection& collection,
                                             const RecordQuery& query) const {
    std::vector<Record> out;
    for (const Record& record : of(tenant, collection))
      if (!query.where || matches(*query.where, record)) out.push_back(record);
    return out;
  }
  static std::pair<RecordValue, std::string> place_of(const RecordQuery& query, const Record& record) {
    const auto sort = record.values.find(query.sort);
    return {sort == record.values.end() ? RecordValue{} : sort->second, record.id};
  }
  /// The host's cursors hold the value of the sort field as well; to a plugin they are opaque.
  static void skip(const std::string& cursor, std::vector<Record>& found) {
    const auto at = std::ranges::find(found, cursor, &Record::id);
    if (at == found.end()) detail::refuse("bad_cursor", "expected the cursor of a page");
    found.erase(found.begin(), at + 1);
  }

  static std::string text_of(const RecordCollection& collection, const Record& record) {
    std::string out = R"({"id":)" + detail::quoted(record.id) + R"(,"rev":)" + std::to_string(record.rev) +
                      R"(,"created_at":)" + detail::quoted(time_text(record.created_ms)) +
                      R"(,"updated_at":)" + detail::quoted(time_text(record.updated_ms));
    for (const RecordField& field : collection.fields) {
      const auto value = record.values.find(field.name);
      out += "," + detail::quoted(field.name) + ":" +
             written(field, value == record.values.end() ? std::nullopt : std::optional{value->second});
    }
    return out + "}";
  }

  std::string next_id() {
    std::array<char, 40> out{};
    const int size = std::snprintf(out.data(), out.size(), "01920000-0000-7000-8000-%012llx",
                                   static_cast<unsigned long long>(++last_id_));
    return {out.data(), static_cast<std::size_t>(size)};
  }
  static void put(Record& record, const RecordField& field, const std::optional<RecordValue>& value) {
    if (value)
      record.values.insert_or_assign(field.name, *value);
    else
      record.values.erase(field.name);
  }
  static void take_values(const RecordCollection& collection, std::string_view values, Record& record) {
    const herald_str object = herald_json_read(detail::lend(values));
    if (object.len == 0 || *object.data != '{') detail::refuse("bad_record", "expected an object of values");
    detail::each_member(object, [&](const std::string& name, herald_str value) {
      const RecordField* field = collection.find(name);
      if (field == nullptr) detail::refuse("bad_record", "/" + name + " there is no such field");
      const auto read = read_value(*field, value);
      const bool blank = read && !read->text.empty() &&
                         (std::string_view{" \t\r\n"}.find(read->text.front()) != std::string_view::npos ||
                          std::string_view{" \t\r\n"}.find(read->text.back()) != std::string_view::npos);
      if (blank && field->type == FieldType::Text && collection.indexed(name))
        detail::refuse("bad_record", "/" + name + " expected no blank at either end");
      put(record, *field, read);
    });
  }
  /// What an insert did not name.
  static void complete(const RecordCollection& collection, Record& record) {
    for (const RecordField& field : collection.fields) {
      if (record.values.contains(field.name)) continue;
      if (!field.fallback.empty())
        put(record, field, read_value(field, detail::lend(field.fallback)));
      else if (field.required)
        detail::refuse("bad_record", "/" + field.name + " is required");
    }
  }
  void expect_unique(const std::string& tenant, const RecordCollection& collection,
                     const Record& made) const {
    for (const RecordIndex& index : collection.indexes) {
      if (!index.unique) continue;
      const auto same = [&](const Record& other) {
        return other.id != made.id && std::ranges::all_of(index.fields, [&](const std::string& field) {
                 const auto a = made.values.find(field), b = other.values.find(field);
                 return a != made.values.end() && b != other.values.end() && a->second == b->second;
               });
      };
      if (std::ranges::any_of(of(tenant, collection), same))
        throw RecordsRefusal{HERALD_FAILED, "conflict", "a unique index of " + collection.name};
    }
  }

  /// The record of a check or write, with its revision held against the one that is expected.
  Record& target(const std::string& tenant, herald_str one) {
    const RecordCollection& declared = find(detail::member_text(one, "collection"));
    auto& all = kept_[{tenant, declared.name}];
    const auto found = std::ranges::find(all, detail::member_text(one, "id"), &Record::id);
    if (found == all.end()) throw RecordsRefusal{HERALD_FAILED, "not_found", "a record is gone"};
    std::int64_t rev = 0;
    if (herald_json_integer(herald_json_member(one, "rev"), &rev) != 0 && rev != found->rev)
      throw RecordsRefusal{HERALD_FAILED, "stale", "a record has changed"};
    return *found;
  }
  void write(const std::string& tenant, herald_str one) {
    const std::string kind = detail::member_text(one, "kind");
    const std::string collection = detail::member_text(one, "collection");
    const herald_str values = herald_json_member(one, "values");
    if (kind == "insert") {
      insert(tenant, collection, detail::seen(values));
      return;
    }
    if (kind != "update" && kind != "delete")
      detail::refuse("bad_writes", "expected insert, update or delete, found \"" + kind + '"');
    const RecordCollection& declared = find(collection);
    Record& record = target(tenant, one);
    if (kind == "delete") {
      std::erase_if(kept_[{tenant, declared.name}], [id = record.id](auto& each) { return each.id == id; });
      return;
    }
    if (values.len > 0) take_values(declared, detail::seen(values), record);
    detail::each_member(herald_json_member(one, "add"), [&](const std::string& name, herald_str amount) {
      const RecordField* field = declared.find(name);
      std::int64_t number = 0;
      if (field == nullptr || field->type != FieldType::Integer || herald_json_integer(amount, &number) == 0)
        detail::refuse("bad_writes", "add: expected whole numbers for integer fields, found " + name);
      record.values[name].number += number;
    });
    ++record.rev;
    record.updated_ms = now_ms_;
    expect_unique(tenant, declared, record);
  }

  std::vector<RecordCollection> collections_;
  std::map<Key, std::vector<Record>> kept_{};
  std::uint64_t last_id_{0};
  std::int64_t now_ms_{1'767'225'600'000};  // 2026-01-01
};

/// The records of one tenant: what a call of that tenant reads. [one thread]
class TenantRecords final : public RecordReader {
 public:
  /// `records` outlives it.
  TenantRecords(const Records& records, std::string tenant) : records_{records}, tenant_{std::move(tenant)} {}
  [[nodiscard]] std::string get(std::string_view collection, std::string_view id) const override {
    return records_.get(tenant_, collection, id);
  }
  [[nodiscard]] std::string query(std::string_view query) const override {
    return records_.query(tenant_, query);
  }
  [[nodiscard]] std::string count(std::string_view query) const override {
    return records_.count(tenant_, query);
  }

 private:
  const Records& records_;
  std::string tenant_;
};

}  // namespace herald::sdk::testing
