#include <soci/mysql/soci-mysql.h>

#include <algorithm>
#include <array>

#include "host/base/check.hpp"
#include "host/storage/statement.hpp"
#include "host/storage/translate.hpp"

namespace herald::storage {
namespace {

constexpr std::size_t kRowsAtOnce = 256;   ///< in one round trip
constexpr std::size_t kUsualColumn = 256;  ///< bytes; longer values are fetched once more

/// The server runs a statement for many rows in one round trip (MariaDB does).
bool takes_arrays(MYSQL* db) {
  unsigned int extended = 0;
  return mariadb_get_infov(db, MARIADB_CONNECTION_EXTENDED_SERVER_CAPABILITIES, &extended) == 0 &&
         (extended & (MARIADB_CLIENT_STMT_BULK_OPERATIONS >> 32U)) != 0;
}

/// A statement that the server keeps prepared; values and columns travel as text.
class MysqlStatement final : public Statement {
 public:
  MysqlStatement(MYSQL* db, std::string_view sql, std::size_t columns, bool arrays)
      : raw_{mysql_stmt_init(db)}, arrays_{arrays && takes_arrays(db)}, columns_(columns), outputs_(columns) {
    HERALD_CHECK(raw_ != nullptr);
    if (mysql_stmt_prepare(raw_, sql.data(), sql.size()) != 0) {
      const StorageFailure failure = failed();
      mysql_stmt_close(raw_);
      throw failure;
    }
    for (std::size_t i = 0; i < columns; ++i) columns_[i].describe(outputs_[i]);
  }
  ~MysqlStatement() override { mysql_stmt_close(raw_); }

  std::int64_t execute(std::span<const Cell> values) override {
    run(values);
    return static_cast<std::int64_t>(mysql_stmt_affected_rows(raw_));
  }

  void execute_each(std::span<const Row> rows) override {
    if (rows.size() < 2 || !arrays_) return Statement::execute_each(rows);
    while (!rows.empty()) {
      const std::size_t size = std::min(rows.size(), kRowsAtOnce);
      run_array(rows.first(size));
      rows = rows.subspan(size);
    }
  }

  std::vector<Row> query(std::span<const Cell> values) override {
    run(values);
    HERALD_CHECK(mysql_stmt_field_count(raw_) == columns_.size());
    check(mysql_stmt_bind_result(raw_, outputs_.data()) == 0 && mysql_stmt_store_result(raw_) == 0);
    std::vector<Row> rows;
    rows.reserve(mysql_stmt_num_rows(raw_));
    while (fetch()) rows.push_back(read());
    mysql_stmt_free_result(raw_);
    return rows;
  }

 private:
  /// Where the client library puts a column.
  struct Column {
    std::array<char, kUsualColumn> text{};
    unsigned long size{0};
    my_bool null{0};

    void describe(MYSQL_BIND& place) {
      place.buffer_type = MYSQL_TYPE_STRING;
      place.buffer = text.data();
      place.buffer_length = text.size();
      place.length = &size;
      place.is_null = &null;
    }
  };

  /// The values of one run, one after the other.
  void run(std::span<const Cell> values) {
    HERALD_CHECK(values.size() == mysql_stmt_param_count(raw_));
    std::vector<MYSQL_BIND> inputs(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      inputs[i].buffer_type = values[i].null ? MYSQL_TYPE_NULL : MYSQL_TYPE_STRING;
      inputs[i].buffer = const_cast<char*>(values[i].text.data());  // only read from
      inputs[i].buffer_length = values[i].text.size();
    }
    start(inputs, 0);
  }

  /// The values of each parameter for all rows.
  void run_array(std::span<const Row> rows) {
    const std::size_t count = mysql_stmt_param_count(raw_);
    std::vector<char*> texts(count * rows.size());
    std::vector<unsigned long> sizes(texts.size());
    std::vector<char> marks(texts.size());
    std::vector<MYSQL_BIND> inputs(count);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t first = i * rows.size();
      for (std::size_t j = 0; j < rows.size(); ++j) {
        HERALD_CHECK(rows[j].size() == count);
        const Cell& value = rows[j][i];
        texts[first + j] = const_cast<char*>(value.text.data());  // only read from
        sizes[first + j] = value.text.size();
        marks[first + j] = value.null ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
      }
      inputs[i].buffer_type = MYSQL_TYPE_STRING;
      inputs[i].buffer = &texts[first];
      inputs[i].length = &sizes[first];
      inputs[i].u.indicator = &marks[first];
    }
    start(inputs, static_cast<unsigned int>(rows.size()));
  }

  /// `rows` 0: one run with plain values.
  void start(std::vector<MYSQL_BIND>& inputs, unsigned int rows) {
    check(mysql_stmt_attr_set(raw_, STMT_ATTR_ARRAY_SIZE, &rows) == 0);
    if (!inputs.empty()) check(mysql_stmt_bind_param(raw_, inputs.data()) == 0);
    check(mysql_stmt_execute(raw_) == 0);
  }

  bool fetch() {
    const int outcome = mysql_stmt_fetch(raw_);
    check(outcome == 0 || outcome == MYSQL_NO_DATA || outcome == MYSQL_DATA_TRUNCATED);
    return outcome != MYSQL_NO_DATA;
  }

  [[nodiscard]] Row read() {
    Row row(columns_.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
      const Column& column = columns_[i];
      if (column.null != 0) continue;
      if (column.size <= column.text.size()) {
        row[i] = Cell{std::string_view{column.text.data(), column.size}};
      } else {
        row[i] = Cell{fetch_long(i, column.size)};
      }
    }
    return row;
  }

  std::string fetch_long(std::size_t column, std::size_t size) {
    std::string text(size, '\0');
    unsigned long found = 0;
    MYSQL_BIND place{};
    place.buffer_type = MYSQL_TYPE_STRING;
    place.buffer = text.data();
    place.buffer_length = size;
    place.length = &found;
    check(mysql_stmt_fetch_column(raw_, &place, static_cast<unsigned int>(column), 0) == 0);
    return text;
  }

  void check(bool done) const {
    if (!done) throw failed();
  }
  [[nodiscard]] StorageFailure failed() const { return mysql_failure(mysql_stmt_errno(raw_)); }

  MYSQL_STMT* raw_;
  bool arrays_;
  std::vector<Column> columns_;
  std::vector<MYSQL_BIND> outputs_;
};

}  // namespace

// SOCI does not export the type information that a checked cast would ask for.
[[gnu::no_sanitize("vptr")]] std::unique_ptr<Statement> prepare_mysql(soci::session& session,
                                                                      std::string_view sql,
                                                                      std::size_t columns, bool arrays) {
  auto* native = static_cast<soci::mysql_session_backend*>(session.get_backend())->conn_;
  return std::make_unique<MysqlStatement>(native, sql, columns, arrays);
}

}  // namespace herald::storage
