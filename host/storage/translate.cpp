#include "host/storage/translate.hpp"

#include <soci/mysql/soci-mysql.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sqlite3.h>

#include <string>

namespace herald::storage {
namespace {

struct Verdict {
  FailureKind kind;
  const char* reason;
};

/// Error numbers of MySQL and MariaDB (server errors below 2000 and from 3000 on, client errors 2000–2999).
Verdict mysql_verdict(unsigned code) {
  switch (code) {
    case 1205:  // lock wait timeout
      return {FailureKind::Deadlock, "database_busy"};
    case 1213:  // deadlock, or a certification failure of Galera
      return {FailureKind::Deadlock, "deadlock"};
    case 1062:
      return {FailureKind::Constraint, "constraint_unique"};
    case 1452:
      return {FailureKind::Constraint, "constraint_foreign_key"};
    case 1451:
      return {FailureKind::Constraint, "constraint_referenced"};
    case 3819:
    case 4025:
      return {FailureKind::Constraint, "constraint_check"};
    case 1048:
    case 1364:
      return {FailureKind::Constraint, "constraint_not_null"};
    case 1406:
    case 1264:
    case 1366:
    case 1292:
      return {FailureKind::Constraint, "constraint_value"};
    case 1021:  // the disk, or the table space, is full
    case 1114:
      return {FailureKind::Busy, "disk_full"};
    case 1290:
    case 1836:
      return {FailureKind::Busy, "database_read_only"};
    case 1044:  // the user has no right to the database, table or routine
    case 1142:
    case 1143:
    case 1227:
    case 1370:
      return {FailureKind::Defect, "database_not_permitted"};
    case 1047:  // Galera: this node is not part of the primary component
    case 1053:
    case 1927:
    case 2002:
    case 2003:
    case 2006:
    case 2013:
    case 2055:
      return {FailureKind::Connection, "database_away"};
    default:
      return {FailureKind::Defect, "database_error"};
  }
}

Verdict sqlite_verdict(int code, const std::string& message) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {FailureKind::Deadlock, "database_busy"};
    case SQLITE_FULL:
      return {FailureKind::Busy, "disk_full"};
    case SQLITE_READONLY:
      return {FailureKind::Busy, "database_read_only"};
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return {FailureKind::Busy, "disk_error"};
    default:
      break;
  }
  // SOCI reports most failures of a step as plain SQLITE_ERROR; the message (which holds no values) tells.
  if (message.find("UNIQUE constraint") != std::string::npos)
    return {FailureKind::Constraint, "constraint_unique"};
  if (message.find("FOREIGN KEY constraint") != std::string::npos)
    return {FailureKind::Constraint, "constraint_foreign_key"};
  // The bound of a text is a CHECK here and a type on MySQL: the same mistake gets the same name.
  if (message.find("CHECK constraint failed: length(") != std::string::npos)
    return {FailureKind::Constraint, "constraint_value"};
  if (message.find("CHECK constraint") != std::string::npos)
    return {FailureKind::Constraint, "constraint_check"};
  if (message.find("NOT NULL constraint") != std::string::npos)
    return {FailureKind::Constraint, "constraint_not_null"};
  if (message.find("cannot store") != std::string::npos) return {FailureKind::Constraint, "constraint_value"};
  if (message.find("locked") != std::string::npos) return {FailureKind::Deadlock, "database_busy"};
  if (message.find("disk is full") != std::string::npos) return {FailureKind::Busy, "disk_full"};
  if (message.find("readonly") != std::string::npos) return {FailureKind::Busy, "database_read_only"};
  if (message.find("disk I/O error") != std::string::npos ||
      message.find("unable to open") != std::string::npos)
    return {FailureKind::Busy, "disk_error"};
  return {FailureKind::Defect, "database_error"};
}

}  // namespace

StorageFailure translate(const soci::soci_error& error) {
  if (const auto* mysql = dynamic_cast<const soci::mysql_soci_error*>(&error))
    return mysql_failure(mysql->err_num_);
  const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error);
  return sqlite_failure(sqlite != nullptr ? sqlite->result() : 0, error.get_error_message());
}

StorageFailure mysql_failure(unsigned code) {
  const Verdict verdict = mysql_verdict(code);
  return {verdict.kind, verdict.reason, "MySQL error " + std::to_string(code) + " (" + verdict.reason + ")"};
}

StorageFailure sqlite_failure(int code, const std::string& message) {
  const Verdict verdict = sqlite_verdict(code, message);
  return {verdict.kind, verdict.reason, message};
}

Error StorageFailure::error() const {
  if (kind_ == FailureKind::Constraint)
    return {.code = Errc::Conflict, .reason = reason_, .detail = "the database refused the row: " + reason_};
  if (kind_ == FailureKind::Defect)
    return {.code = Errc::Internal, .reason = reason_, .detail = "the database reported an error"};
  if (reason_ == "disk_full")
    return {.code = Errc::Unavailable,
            .reason = reason_,
            .detail = "the database has no room on its disk; try again later",
            .retry_after_ms = 30'000};
  return {.code = Errc::Unavailable,
          .reason = reason_,
          .detail = "the database cannot be used just now; try again",
          .retry_after_ms = kRetryAfterMs};
}

}  // namespace herald::storage
