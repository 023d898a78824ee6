# From the packages of an earlier commit to those of this tree, back, and again.
version_is() { [[ $(inside dpkg-query -W -f='${Version}' herald) == "$1" ]]; }
backup_before() { inside heraldctl backup /var/backups/herald/before; }
check "root takes a backup before the upgrade" backup_before
upgrade() {
  local pid
  pid=$(main_pid)
  inside sh -c 'apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold /packages/new/*.deb' &&
    version_is 0.1.0+test2 && wait_for ready || { inside journalctl -u herald -n 30 --no-pager; return 1; }
  [[ $(main_pid) != "$pid" ]] || { echo "the service was not started anew"; return 1; }
  inside grep -q 'a remark of the operator' /etc/herald/herald.properties || { echo "the remark is gone"; return 1; }
  inside grep -q egress.allow /etc/herald/conf.d/50-local.properties || { echo "the operator's file is gone"; return 1; }
  delivered "$(<"$work/message")" || { echo "the message is gone"; return 1; }
  inside heraldctl audit verify
}
check "an upgrade keeps data and local configuration" upgrade || finish
schema_copied() {
  inside sh -c 'ls /var/lib/herald/herald.db.before-*' ||
    { echo "expected a copy of the database from before the schema changed"; return 1; }
}
if [[ -n $earlier ]]; then
  check "the database was copied before its schema changed" schema_copied
fi
second_message() { deliver "$(<"$work/channel")" "after the upgrade"; }
check "a message is delivered after the upgrade" second_message

go_back() {
  inside sh -c 'apt-get install -y -qq --no-install-recommends --allow-downgrades -o Dpkg::Options::=--force-confold /packages/old/*.deb'
  version_is 0.1.0+test1
}
# Status 78: systemd does not try again.
stopped_by_configuration() {
  wait_for inside systemctl is-failed herald
  [[ $(inside systemctl show -P ExecMainStatus herald) == 78 && $(inside systemctl show -P SubState herald) == failed ]] && return
  inside systemctl show -p ExecMainStatus -p SubState -p NRestarts herald
  return 1
}
refused() { inside journalctl -u herald -o cat --no-pager -n 20 | grep -q database_newer; }
downgrade() {
  go_back && wait_for refused && ! ready || return 1
  # Its unit may be of a time when systemd tried again.
  [[ $(inside systemctl show -P ExecMainStatus herald) == 78 ]] || return 1
  inside systemctl stop herald
  inside heraldctl restore /var/backups/herald/before && inside systemctl reset-failed herald
  inside systemctl start herald && wait_for ready && delivered "$(<"$work/message")"
}
again() {
  inside sh -c 'apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold /packages/new/*.deb' &&
    version_is 0.1.0+test2 && wait_for ready && delivered "$(<"$work/message")"
}
if [[ -n $earlier ]]; then
  check "the older release refuses the newer schema, and runs on the backup" downgrade
  check "the upgrade works again after that" again || finish
fi
