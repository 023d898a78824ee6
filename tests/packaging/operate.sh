# Day to day: others' plugins, backup and restore, the service manager's socket, doctor, the package's own tests.
# A strict provider: what it is sent is told by the rule that it breaks.
provider_sim() {
  inside sh -ec 'herald-provider-sim --list | grep -q twilio && herald-provider-sim --provider twilio --rules | grep -q .
    herald-provider-sim --provider twilio --port 8093 > /root/sim.log & sim=$!
    trap "kill $sim" EXIT
    for i in $(seq 50); do curl -s -o /dev/null http://127.0.0.1:8093/ && break; sleep 0.2; done
    curl -s -o /dev/null http://127.0.0.1:8093/nothing
    head -n 1 /root/sim.log | grep -q "\"channel\"" && grep -q "\"rule\"" /root/sim.log'
}
check "herald-provider-sim answers and names the rule that a request breaks" provider_sim

# A package of somebody else: the trigger makes the running server look, also when it goes.
acme_is() { inside heraldctl plugin list | grep org.example.acme | grep -q "$1"; }
acme_is_gone() { ! inside heraldctl plugin list | grep -q 'org.example.acme.*active'; }
plugin_package() {
  local tree=$machine/root/acme pid
  mkdir -p "$tree/DEBIAN" "$tree/usr/lib/herald/plugins"
  cp "$machine/root/plugin/build/acme.so" "$tree/usr/lib/herald/plugins/"
  cat >"$tree/DEBIAN/control" <<EOF
Package: herald-provider-acme
Version: 1.0.0
Architecture: $(dpkg --print-architecture)
Maintainer: Acme <acme@example.org>
Depends: herald-plugin-abi (>= 1.0), herald-plugin-abi (<< 2)
Description: Acme for Herald
EOF
  pid=$(main_pid)
  inside dpkg-deb --root-owner-group -b /root/acme /root/acme.deb && apt_inside /root/acme.deb &&
    wait_for acme_is active && inside dpkg --purge herald-provider-acme && wait_for acme_is_gone &&
    apt_inside /root/acme.deb && wait_for acme_is active && [[ $(main_pid) == "$pid" ]] && return
  inside heraldctl plugin list
  return 1
}
check "another's plugin package comes, goes and comes while the server runs" plugin_package

backup() { inside sh -ec 'heraldctl backup /var/backups/herald/now; test -s /var/backups/herald/now/herald.db'; }
check "root takes a backup of the running server" backup
restore() {
  deliver "$(<"$work/channel")" "after the backup" >"$work/later" || return 1
  # Another machine: the package has made it a key of its own.
  inside sh -ec 'systemctl stop herald; rm /etc/herald/keys/vault.key; heraldctl keyfile create /etc/herald/keys/vault.key
    chown herald:herald /etc/herald/keys/vault.key; heraldctl restore /var/backups/herald/now; systemctl start herald' || return 1
  wait_for ready
  call "$api/messages/$(<"$work/later")" | grep -q '"status":404' || { echo "what came after the backup is there"; return 1; }
  deliver "$(<"$work/channel")" "after the restore"
}
check "root restores it, keys included, and the server goes on from there" restore
well() {
  local said
  said=$(inside heraldctl doctor) && inside heraldctl config check || { echo "$said"; return 1; }
  setting 99-wrong 'http.threads = 0' 'log.level = loud'
  said=$(inside heraldctl config check 2>&1) && { echo "a wrong configuration passes"; return 1; }
  inside rm /etc/herald/conf.d/99-wrong.properties
  grep -q http.threads <<<"$said" && grep -q log.level <<<"$said"
}
check "doctor and config check find it well, and what is wrong by name" well

# Requests one after the other while the service starts anew: none is refused where systemd listens.
socket_activation() {
  inside sh -c 'systemctl stop herald && systemctl enable -q --now herald.socket && systemctl start herald' && wait_for ready
  inside systemctl restart herald &
  local restart=$! answers=0
  while kill -0 "$restart" 2>/dev/null; do
    inside curl -sS -o /dev/null http://127.0.0.1:8080/healthz || { echo "refused after $answers answers"; return 1; }
    answers=$((answers + 1))
  done
  wait "$restart" && ((answers > 0)) || return 1
  inside systemctl is-active -q herald.socket && inside systemctl show -P TriggeredBy herald | grep -q herald.socket || return 1
  inside sh -c 'systemctl disable -q --now herald.socket; systemctl restart herald' && wait_for ready
}
check "with herald.socket nobody is refused while the server starts anew" socket_activation

# The unit lets the runner fork, limit itself and install its filter.
own_process() {
  setting 70-runner 'plugins.in_runner = org.herald.sandbox'
  restart && deliver "$(<"$work/channel")" "by a process of its own" || { inside journalctl -u herald -n 20 --no-pager; return 1; }
  inside sh -c 'grep -l "^herald-plugin-r" /proc/[0-9]*/comm' || { echo "no runner runs"; return 1; }
  ! inside journalctl -u herald -b --no-pager | grep -q 'Unknown system call group'
}
check "a plugin runs in a process of its own within the unit's confinement" own_process

autopkgtests() {
  rm -rf "$machine/root/source"
  mkdir -p "$machine/root/source"
  cp -r "$root/packaging/debian" "$machine/root/source/debian"
  apt_inside autopkgtest || return 1
  inside autopkgtest --no-built-binaries /root/source -- null
}
check "autopkgtest runs the package's own tests" autopkgtests
