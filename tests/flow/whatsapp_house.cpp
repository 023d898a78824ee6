#include "tests/flow/whatsapp_house.hpp"

namespace herald::test {

WhatsAppRoom& whatsapp_room(Dialect dialect) {
  if (dialect == Dialect::Sqlite) {
    static WhatsAppRoom sqlite{shared_house(Dialect::Sqlite)};
    return sqlite;
  }
  static WhatsAppRoom mysql{shared_house(Dialect::Mysql)};
  return mysql;
}

}  // namespace herald::test
