# apt install, and it runs.
check "a fresh Debian 12" make_machine || finish
check "all that it will need is fetched" fetch_packages || finish
check "it boots, without a network" boot_machine || finish

install_old() {
  apt_inside curl openssl &&
    inside sh -c 'apt-get install -y -qq --no-install-recommends /packages/old/herald_*.deb /packages/old/herald-providers_*.deb /packages/old/herald-features_*.deb'
}
check "apt installs herald, its providers and its features" install_old || finish
ready() { inside curl -sf http://127.0.0.1:8080/readyz; }
runs() {
  wait_for ready || { inside journalctl -u herald -n 30 --no-pager; return 1; }
  inside systemctl is-active herald && inside systemctl is-enabled herald
}
check "the service runs at once" runs || finish
loopback_alone() {
  local open
  open=$(inside awk '$4 == "0A" && $2 !~ /^0100007F:/' /proc/net/tcp && inside awk '$4 == "0A"' /proc/net/tcp6)
  [[ -z $open ]] || { echo "listens beyond 127.0.0.1: $open"; return 1; }
  inside awk '$4 == "0A"' /proc/net/tcp | grep -q '0100007F:1F90'
}
check "it listens on loopback alone" loopback_alone
# Type=notify: who has started it need not wait.
says_ready() { inside sh -c 'systemctl restart herald && curl -sf http://127.0.0.1:8080/readyz'; }
check "systemd calls it started when it is ready" says_ready
hangs() {
  local pid
  inside sh -c 'mkdir -p /etc/systemd/system/herald.service.d
    printf "[Service]\nWatchdogSec=2\n" > /etc/systemd/system/herald.service.d/watchdog.conf
    systemctl daemon-reload; systemctl restart herald'
  pid=$(inside systemctl show -P MainPID herald)
  sleep 5 # longer than the watchdog bears: a server that lives tells it so
  [[ $(inside systemctl show -P MainPID herald) == "$pid" ]] || { echo "a healthy server was ended"; return 1; }
  inside systemctl kill --kill-whom=main --signal=STOP herald
  another() { [[ $(inside systemctl show -P MainPID herald) != @(0|"$pid") ]] && ready; }
  wait_for another || return 1
  inside sh -c 'rm -r /etc/systemd/system/herald.service.d; systemctl daemon-reload; systemctl restart herald'
}
check "a server that hangs is started anew by the watchdog" hangs
confined() {
  local pid status
  pid=$(inside systemctl show -P MainPID herald)
  status=$(inside cat "/proc/$pid/status")
  grep -qE 'NoNewPrivs:\s1' <<<"$status" && grep -qE 'Seccomp:\s2' <<<"$status" &&
    grep -qE 'CapEff:\s0+$' <<<"$status" && ! grep -qE 'Uid:\s0' <<<"$status" || { echo "$status"; return 1; }
  [[ $(inside stat -c '%U %a' /var/lib/herald /etc/herald/keys /etc/herald/keys/vault.key | tr '\n' ' ') == \
    "herald 700 herald 700 herald 600 " ]] || { echo "a file has another owner or mode"; return 1; }
}
check "it is confined, and its files are its own" confined
# LoadCredential: the key ring comes from systemd.
credential() {
  local pid
  pid=$(inside systemctl show -P MainPID herald)
  inside sh -c "tr '\\0' '\\n' < /proc/$pid/environ" | grep -qx 'HERALD_VAULT_KEYFILE=/run/credentials/herald.service/vault.key' &&
    inside cmp /etc/herald/keys/vault.key /run/credentials/herald.service/vault.key
}
check "the key ring reaches it as a credential" credential
declared_user() {
  inside getent passwd herald | grep -qE '^herald:x:[0-9]{1,3}:.*:/var/lib/herald:/usr/sbin/nologin$' || { inside getent passwd herald; return 1; }
  inside sh -c 'rmdir /var/backups/herald; systemd-tmpfiles --create'
  [[ $(inside stat -c '%U %a' /var/backups/herald) == "herald 700" ]]
}
check "sysusers and tmpfiles make its user and directories" declared_user
journal_only() {
  inside journalctl -u herald -o cat --no-pager | grep '"event":"serving"' >/dev/null || return 1
  [[ -z $(inside find /var/log -name '*herald*') ]]
}
check "it logs to the journal alone" journal_only
log_as_documented() {
  inside journalctl _SYSTEMD_UNIT=herald.service -o cat --no-pager | python3 -c '
import json, re, sys
lines = [line for line in sys.stdin if not line.startswith("heraldd: listening on ")]
for line in lines:
    entry = json.loads(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", entry["at"]), line
    assert entry["level"] in ("error", "warning", "info", "debug"), line
    assert re.fullmatch(r"[a-z_]+", entry["event"]), line
assert lines'
}
check "every line of its log is as the guide describes" log_as_documented
first_key() {
  local key
  grep -q '^heraldctl apikey first ' "$root/packaging/README.md" || { echo "the guide names another command"; return 1; }
  key=$(inside heraldctl apikey first --json | sed -n 's/.*"key":"\([^"]*\)".*/\1/p')
  [[ -n $key ]] && (umask 077 && echo "$key" >"$work/key")
}
check "root gets the first key by one command" first_key || finish

api=http://127.0.0.1:8080/api/v1/communication
call() { inside curl -sS -H "Authorization: Bearer $(<"$work/key")" -H 'Content-Type: application/json' "$@"; }
first_id() { grep -o '"id":"[^"]*"' | head -n 1 | cut -d'"' -f4; }
delivered() { call "$api/messages/$1" | grep -q '"status":"DELIVERED"'; }
# deliver CHANNEL TEXT: sends a message and waits until it is delivered; answers its id.
deliver() {
  local id
  id=$(call "$api/messages" -d "{\"channel_id\":\"$1\",\"to_address\":\"+15005550100\",\"message_body\":\"$2\"}" | first_id)
  wait_for delivered "$id" && echo "$id" && return
  call "$api/messages/$id"
  return 1
}
# setting FILE LINE…: a file of the operator's.
setting() { printf '%s\n' "${@:2}" | inside sh -c "cat > /etc/herald/conf.d/$1.properties"; }
restart() { inside systemctl restart herald && wait_for ready; }
