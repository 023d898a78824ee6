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
  inside heraldctl config check && inside sh -ec 'systemctl stop herald; heraldctl tenant list; systemctl start herald' && wait_for ready ||
    { echo "root may not read the password of the server's user"; return 1; }
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
dictionary_holds() { # with the tables of the features too
  local word missing=
  for word in $(inside mariadb -N -e "select table_name from information_schema.tables where table_schema = 'herald' and table_name not like 'schema\_migration%'
      union select column_name from information_schema.columns where table_schema = 'herald' and table_name not like 'px%' and table_name not like 'schema\_migration%'
      and table_name not in ($(machinery))"); do
    grep -qE "\`$word\`" "$root/packaging/dictionary.md" || [[ $word == px_* ]] || missing+=" $word"
  done
  [[ -z $missing ]] || { echo "dictionary.md does not name:$missing"; return 1; }
}
machinery() { sed -n '/^## Machinery/,$p' "$root/packaging/dictionary.md" | grep -oE '`[a-z_]+`' | tr '`' "'" | paste -sd,; }
check "the data dictionary names every table, and every column of those for reports" dictionary_holds
limited_rights() {
  inside mariadb -e 'revoke all on herald.* from herald; grant select, insert, update, delete on herald.* to herald'
  restart && deliver "$(<"$work/channel")" "with fewer rights" || { inside journalctl -u herald -n 10 --no-pager; return 1; }
}
check "without the right to change tables it runs" limited_rights

tables_of() { inside mariadb -N -e "select count(*) from information_schema.columns where table_schema = '$1'"; }
# A database that the earlier release made, on which the new one is started by a user who may not change tables.
without_permission() {
  local before said
  inside sh -ec 'dpkg-deb -x /packages/old/herald_*.deb /root/old
    mariadb -e "create database early character set utf8mb4; create user boss identified by '"'s3cret-of-this-test'"'; grant all on early.* to boss"
    cp -p /etc/herald/database.password /etc/herald/boss.password
    chmod 755 /root; runuser -u herald -- /root/old/usr/bin/heraldctl --set storage.url=mysql://boss@127.0.0.1:3306/early \
      --set storage.password_file=/etc/herald/boss.password --set migrations.path=/root/old/usr/share/herald/migrations migrate
    mariadb -e "grant select, insert, update, delete on early.* to herald"' || return 1
  before=$(tables_of early)
  setting 60-mysql 'storage.url = mysql://herald@127.0.0.1:3306/early' 'storage.password_file = /etc/herald/database.password'
  inside systemctl restart herald && { echo "expected a refusal"; return 1; }
  stopped_by_configuration || return 1
  said=$(inside journalctl -u herald -o cat --no-pager -n 20)
  grep -q 'migration_not_permitted' <<<"$said" && grep -q 'heraldctl --set storage.url=' <<<"$said" || { echo "$said"; return 1; }
  [[ $(tables_of early) == "$before" ]] || { echo "something was changed"; return 1; }
}
permitted() { # with a password that root alone may read
  inside install -o root -g root -m 600 /etc/herald/boss.password /root/boss.password
  inside heraldctl --set storage.url=mysql://boss@127.0.0.1:3306/early --set storage.password_file=/root/boss.password migrate || return 1
  inside systemctl reset-failed herald && restart || { inside journalctl -u herald -n 10 --no-pager; return 1; }
  setting 60-mysql 'storage.url = mysql://herald@127.0.0.1:3306/herald' 'storage.password_file = /etc/herald/database.password'
  restart
}
if [[ -n $earlier ]]; then
  check "a new schema without the right to change tables stops the start with status 78, and changes nothing" without_permission
  check "after heraldctl migrate as one who may, it starts" permitted
fi
