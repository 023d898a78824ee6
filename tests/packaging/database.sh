# A machine that SQLite has become too small for: the guide's way to MariaDB.
mariadb_up() {
  apt_inside mariadb-server && wait_for inside mariadb -e 'select 1'
}
check "MariaDB comes" mariadb_up
storage_copy() {
  local copied
  # The account as the guide has it, with a password of its own.
  sed -n '/^## MySQL and MariaDB/,/^```properties/p' "$root/packaging/README.md" | sed -n '/^```sql/,/^```$/p' | grep -v '^```' |
    sed 's/…/s3cret-of-this-test/' | inside mariadb || return 1
  inside sh -ec 'umask 077; echo s3cret-of-this-test > /etc/herald/database.password
    chown herald:herald /etc/herald/database.password; systemctl stop herald'
  copied=$(inside heraldctl storage copy --to mysql://herald@127.0.0.1:3306/herald --password-file /etc/herald/database.password) ||
    { echo "$copied"; return 1; }
  setting 60-mysql 'storage.url = mysql://herald@127.0.0.1:3306/herald' 'storage.password_file = /etc/herald/database.password'
  inside systemctl start herald && wait_for ready || { inside journalctl -u herald -n 10 --no-pager; return 1; }
  delivered "$(<"$work/message")" && inside heraldctl audit verify && deliver "$(<"$work/channel")" "on MariaDB"
}
check "storage copy moves everything to MariaDB, and the server goes on there" storage_copy
dump() {
  local block
  block=$(grep -h '^mariadb-dump ' "$work"/guide/[0-9][0-9]) || { echo "the guide has no dump"; return 1; }
  inside sh -ec "cd /root; $block; mariadb -e 'create database back character set utf8mb4'; mariadb back < herald.sql"
  [[ $(inside mariadb -N -e 'select count(*) from back.communication_message') == \
    $(inside mariadb -N -e 'select count(*) from herald.communication_message') ]]
}
check "the database is dumped and read back as the guide says" dump
limited_rights() {
  inside mariadb -e 'revoke all on herald.* from herald; grant select, insert, update, delete on herald.* to herald'
  restart || { inside journalctl -u herald -n 10 --no-pager; return 1; }
  # As a release with a new schema finds it.
  inside systemctl stop herald
  inside mariadb herald -e "delete from schema_migration order by name desc limit 1"
  local said
  said=$(inside runuser -u herald -- heraldctl migrate 2>&1) && { echo "expected a refusal"; return 1; }
  grep -q 'migration 0' <<<"$said" && grep -q 'right to create' <<<"$said" || { echo "$said"; return 1; }
}
check "without the right to change tables it runs, and a new schema is refused by name" limited_rights
