#include "tests/bench/bare_tables.hpp"

#include <array>
#include <string>

namespace herald::bench {
namespace {

constexpr std::array kTables{
    "bare_message (id varchar(36) primary key, tenant varchar(36), body text, status varchar(16))",
    "bare_work (id varchar(36) primary key, due_at varchar(23))",
    "bare_attempt (id varchar(36) primary key, status varchar(16))",
    "bare_journal (seq bigint primary key, data text, hash varchar(64))"};

}  // namespace

void make_bare_tables(storage::Connection& db) {
  for (const std::string table : kTables) {
    db.run("drop table if exists " + table.substr(0, table.find(' ')));
    db.run("create table " + table);
  }
}

}  // namespace herald::bench
