# packaging/container: the image is built and run, alone and with MariaDB as the compose file says. No registry is asked:
# the image's base is the machine's, and mariadb_image stands for MariaDB's.
box=$work/container
box_run=$(mktemp -d /tmp/box.XXXXXX) # podman takes no place for running containers that is longer than 50 characters
here_podman=("$(command -v podman)" --root "$box/storage" --runroot "$box_run/run" --tmpdir "$box_run/tmp" --cgroup-manager cgroupfs)

# One network of its own, a loopback, for all containers; control groups as containers expect them.
container_ground() {
  leave_containers
  mkdir -p "$box/bin" "$box_run" && chmod 711 "$box" || return
  unshare --mount --net --propagation private sh -ec 'ip link set lo up
    [ "$(stat -f -c %T /sys/fs/cgroup)" = cgroup2fs ] || mount -t cgroup2 none /sys/fs/cgroup
    exec sleep infinity' </dev/null >/dev/null 2>&1 &
  echo $! >"$box/ground.pid"
  # What the guide calls podman. An image is built with this machine's network, containers run without.
  cat >"$box/bin/podman" <<WRAPPER
#!/bin/bash
verb=\$1
shift
case \$verb in
  build) exec ${here_podman[*]} build --isolation chroot --network host --build-arg BASE=localhost/base "\$@" ;;
  run) set -- --cgroups=disabled --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 --add-host database:127.0.0.1 \
    --network ns:/proc/$(<"$box/ground.pid")/ns/net "\$@" ;;
esac
exec nsenter --target $(<"$box/ground.pid") --mount --net ${here_podman[*]} "\$verb" "\$@"
WRAPPER
  chmod +x "$box/bin/podman"
  wait_for "$box/bin/podman" info && "$box/bin/podman" import "$work/machine.tar" localhost/base
}
leave_containers() {
  [[ -s $box/ground.pid ]] || { rm -rf "$box_run"; return 0; }
  if kill -0 "$(<"$box/ground.pid")" 2>/dev/null; then
    "$box/bin/podman" rm --all --force --time 5 >/dev/null 2>&1
    kill "$(<"$box/ground.pid")"
  fi
  "${here_podman[@]}" system reset --force >/dev/null 2>&1
  rm -rf "$box" "$box_run"
}
check "podman works here" container_ground || finish
in_box() { nsenter --target "$(<"$box/ground.pid")" --net "$@"; }
healthy() { in_box curl -sf http://127.0.0.1:8080/healthz; }
answers_ready() { in_box curl -sf http://127.0.0.1:8080/readyz; }

# container_block WORD: the block of the guide's part "Containers" that holds the word.
container_block() {
  sed -n '/^## Containers/,/^## Metrics/p' "$root/packaging/README.md" |
    awk -v word="$1" '/^```sh$/ { open = 1; text = ""; next } /^```$/ { if (open && index(text, word)) printf "%s", text; open = 0 }
      open { text = text $0 "\n" }'
}
# As the guide says it, but that the packages are built already.
image_runs() {
  local block
  block=$(container_block 'podman build') && [[ -n $block ]] || { echo "the guide has no such block"; return 1; }
  rm -rf "$box/tree" && mkdir -p "$box/tree/build" && cp -r "$root/packaging" "$box/tree/" && ln -s "$new" "$box/tree/build/deb"
  printf '#!/bin/sh\n' >"$box/tree/packaging/build-deb"
  (cd "$box/tree" && PATH=$box/bin:$PATH bash -ec "$(sed '/apikey first/d' <<<"$block")") || return 1
  wait_for healthy && wait_for answers_ready || { "$box/bin/podman" logs herald; return 1; }
}
check "the image builds as the guide says, and /healthz answers" image_runs || finish
key_of_container() {
  local key
  key=$("$box/bin/podman" exec herald heraldctl apikey first --json | sed -n 's/.*"key":"\([^"]*\)".*/\1/p')
  [[ -n $key ]] || { echo "no key"; return 1; }
  in_box curl -sf -H "Authorization: Bearer $key" http://127.0.0.1:8080/api/v1/communication/channels
}
image_is_right() {
  key_of_container || return 1
  [[ $("$box/bin/podman" exec herald id -u) == 900 ]] || { echo "expected user 900"; return 1; }
  "$box/bin/podman" run --rm herald sh -c 'test ! -e /etc/herald/keys/vault.key' || { echo "a key lies in the image"; return 1; }
  "$box/bin/podman" stop --time 30 herald || return 1
  [[ $("$box/bin/podman" inspect --format '{{.State.ExitCode}}' herald) == 0 ]] || { echo "did not end by itself"; return 1; }
  "$box/bin/podman" start herald && wait_for answers_ready && "$box/bin/podman" exec herald heraldctl doctor || return 1
  "$box/bin/podman" rm --force --time 30 herald
}
check "it runs as its own user, gives the first key, ends at SIGTERM and comes back with its data" image_is_right

compose_up() { # SERVICE
  local arguments
  mapfile -t arguments < <("$here/compose_arguments.py" "$box/compose/compose.yaml" "$1")
  ((${#arguments[@]})) && "$box/bin/podman" run "${arguments[@]}"
}
database_answers() { "$box/bin/podman" exec database mariadb -u herald -p"$(<"$box/compose/secrets/mariadb")" -e 'select 1' herald; }
composed() {
  local block file
  block=$(container_block 'secrets/vault.key') && [[ -n $block ]] || { echo "the guide has no such block"; return 1; }
  rm -rf "$box/compose" && cp -r "$root/packaging/container" "$box/compose"
  "$box/bin/podman" build -t docker.io/library/mariadb:10.11 "$here/mariadb_image" || return 1
  (cd "$box/compose" && PATH=$box/bin:$PATH bash -ec "$(sed -e '/^cd /d' -e '/compose up/d' <<<"$block")") || return 1
  for file in vault.key database mariadb; do
    [[ $(stat -c %a "$box/compose/secrets/$file") == 600 ]] || { echo "others may read $file"; return 1; }
  done
  compose_up database && wait_for database_answers || { "$box/bin/podman" logs database; return 1; }
  compose_up herald && wait_for answers_ready || { "$box/bin/podman" logs herald; return 1; }
  key_of_container || return 1
  [[ $("$box/bin/podman" exec database mariadb -u herald -p"$(<"$box/compose/secrets/mariadb")" -N -e 'select count(*) from api_key' herald) == 1 ]]
}
check "with the compose file's services, made as the guide says, it serves from MariaDB" composed || "$box/bin/podman" ps --all
leave_containers
