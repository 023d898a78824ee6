#include "tests/support/mariadb.hpp"

#include <gtest/gtest.h>

namespace herald::support {
namespace {

TEST(PrivateMariadb, KeepsWhatWasCommittedThroughAKill) {
  Mariadb server;  // its own, since a kill cuts the connections of other tests
  server.create_database("crash");
  MariadbSession before{server.socket(), "crash"};
  before.run("create table t (id int primary key) engine = InnoDB");
  before.run("insert into t values (1)");
  before.run("begin");
  before.run("insert into t values (2)");
  server.kill();
  EXPECT_THROW(before.run("select 1"), SqlRefused);
  server.restart();
  MariadbSession after{server.socket(), "crash"};
  EXPECT_EQ(after.rows("select id from t"), (std::vector<SqlRow>{{"1"}}));
}

TEST(PrivateMariadb, ListensOnItsPort) {
  Mariadb& server = shared_mariadb();
  MariadbSession session{server.socket()};
  EXPECT_EQ(session.rows("select @@port, @@bind_address, @@innodb_flush_log_at_trx_commit"),
            (std::vector<SqlRow>{{std::to_string(server.port()), "127.0.0.1", "1"}}));
}

TEST(PrivateMariadb, RefusesADatabaseNameThatIsNotAName) {
  EXPECT_THROW(shared_mariadb().create_database("a b"), std::invalid_argument);
}

}  // namespace
}  // namespace herald::support
