# packaging/prometheus as it is shipped, against the service.
monitored() {
  apt_inside prometheus || return 1
  inside promtool check rules $examples/prometheus/alerts.yml
}
check "promtool finds the rules right" monitored
rules_fire() {
  cp "$here/alerts_test.yml" "$machine/root/alerts_test.yml"
  inside promtool test rules /root/alerts_test.yml
}
check "each alert fires when it should, and not before" rules_fire
metrics_exist() {
  local name missing=
  inside curl -sS http://127.0.0.1:8080/metrics >"$work/metrics"
  for name in $(grep -oE 'herald_[a-z_]+' "$root/packaging/prometheus/alerts.yml" | sort -u); do
    grep -qE "^# TYPE ${name%_bucket} " "$work/metrics" || missing+=" $name"
  done
  [[ -z $missing ]] || { echo "rules name what /metrics does not have:$missing"; return 1; }
}
check "every metric of the rules exists" metrics_exist
query() { inside curl -sS -G http://127.0.0.1:9090/api/v1/"$1" "${@:2}"; }
is_up() { query query --data-urlencode 'query=up{job="herald"}' | grep -q '"1"\]'; }
scrape() {
  inside sh -ec "{ printf 'global: {scrape_interval: 1s, evaluation_interval: 1s}\nrule_files: [$examples/prometheus/alerts.yml]\n'
      cat $examples/prometheus/scrape.yml; } > /etc/prometheus/prometheus.yml
    promtool check config /etc/prometheus/prometheus.yml; systemctl restart prometheus"
  wait_for is_up || { query targets; return 1; }
  ! query rules | grep -o '"health":"err"[^}]*' && query rules | grep -q HeraldDown
}
check "Prometheus scrapes the service and evaluates the rules" scrape
