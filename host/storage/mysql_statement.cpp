#include "host/base/check.hpp"
#include "host/storage/bind.hpp"
#include "host/storage/statement.hpp"
#include "host/storage/translate.hpp"

namespace herald::storage {
namespace {

/// `?` becomes `:v0`, `:v1` …, as SOCI wants it. No constant of ours holds a `?`.
std::string number_placeholders(std::string_view sql, std::size_t& count) {
  std::string out;
  out.reserve(sql.size() * 2);
  count = 0;
  for (const char c : sql) {
    if (c == '?') {
      out += ":v" + std::to_string(count++);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

/// Buffers of fixed address, as SOCI wants them.
class MysqlStatement final : public Statement {
 public:
  MysqlStatement(soci::session& session, std::string_view sql, std::size_t columns)
      : session_{session}, outputs_(columns), output_marks_(columns, soci::i_ok) {
    std::size_t inputs = 0;
    text_ = number_placeholders(sql, inputs);
    inputs_.resize(inputs);
    input_marks_.assign(inputs, soci::i_ok);
  }

  std::int64_t execute(std::span<const Cell> values) override {
    return attempt([&] {
      run(values);
      return statement_->get_affected_rows();
    });
  }

  std::vector<Row> query(std::span<const Cell> values) override {
    return attempt([&] {
      std::vector<Row> rows;
      if (!run(values)) return rows;
      do rows.push_back(read());
      while (statement_->fetch());
      return rows;
    });
  }

 private:
  /// SOCI 4.0 frees the copies of bound values only after a success or with the statement itself.
  template <class Work>
  auto attempt(Work&& work) -> decltype(work()) {
    return guarded([&] {
      try {
        return work();
      } catch (const soci::soci_error&) {
        statement_.reset();
        throw;
      }
    });
  }
  bool run(std::span<const Cell> values) {
    HERALD_CHECK(values.size() == inputs_.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      inputs_[i] = values[i].text;
      input_marks_[i] = values[i].null ? soci::i_null : soci::i_ok;
    }
    if (!statement_) prepare();
    return statement_->execute(true);
  }
  void prepare() {
    statement_ = std::make_unique<soci::statement>(session_);
    for (std::size_t i = 0; i < inputs_.size(); ++i)
      statement_->exchange(storage::bind(inputs_[i], input_marks_[i]));
    for (std::size_t i = 0; i < outputs_.size(); ++i)
      statement_->exchange(soci::into(outputs_[i], output_marks_[i]));
    statement_->alloc();
    statement_->prepare(text_);
    statement_->define_and_bind();
  }
  [[nodiscard]] Row read() const {
    Row row(outputs_.size());
    for (std::size_t i = 0; i < outputs_.size(); ++i)
      if (output_marks_[i] != soci::i_null) row[i] = Cell{outputs_[i]};
    return row;
  }

  soci::session& session_;
  std::string text_;
  std::vector<std::string> inputs_;
  std::vector<soci::indicator> input_marks_;
  std::vector<std::string> outputs_;
  std::vector<soci::indicator> output_marks_;
  std::unique_ptr<soci::statement> statement_;
};

}  // namespace

std::unique_ptr<Statement> prepare_mysql(soci::session& session, std::string_view sql, std::size_t columns) {
  return std::make_unique<MysqlStatement>(session, sql, columns);
}

}  // namespace herald::storage
