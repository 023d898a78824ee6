#include "tests/flow/vonage_house.hpp"

namespace herald::test {

VonageAccount far_account() {
  VonageAccount out{.method = VonageMethod::Sha256};
  out.public_key = vonage_keys().public_pem;
  return out;
}

VonageRoom& vonage_room(Dialect dialect) {
  if (dialect == Dialect::Sqlite) {
    static VonageRoom sqlite{shared_house(Dialect::Sqlite)};
    return sqlite;
  }
  static VonageRoom mysql{shared_house(Dialect::Mysql)};
  return mysql;
}

}  // namespace herald::test
