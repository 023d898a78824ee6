#pragma once
#include "host/storage/statements.hpp"

namespace herald::bench {

/// What a bare server keeps of a message, and how its rows are written.
inline constexpr storage::Insert kBareMessage{
    .order = 1, .head = "insert into bare_message (id, tenant, body, status) values ", .group = "(?,?,?,?)"};
inline constexpr storage::Insert kBareWork{
    .order = 2, .head = "insert into bare_work (id, due_at) values ", .group = "(?,?)"};
inline constexpr storage::Insert kBareAttempt{
    .order = 3, .head = "insert into bare_attempt (id, status) values ", .group = "(?,?)"};
inline constexpr storage::Insert kBareJournal{
    .order = 4, .head = "insert into bare_journal (seq, data, hash) values ", .group = "(?,?,?)"};
inline constexpr storage::Delete kBareDone{.head = "delete from bare_work where id in "};

/// Makes those tables, empty.
void make_bare_tables(storage::Connection& db);

}  // namespace herald::bench
