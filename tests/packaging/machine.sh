# The machine: a directory with a fresh Debian 12, booted by systemd-nspawn with a loopback and nothing else.
mirror=${HERALD_DEBIAN_MIRROR:-http://deb.debian.org/debian}
clean=(/usr/bin/env -i -C / PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive)

# inside COMMAND…: on the booted machine, as its root.
inside() {
  nsenter --target "$(<"$work/leader")" --mount --uts --ipc --net --pid --root "${clean[@]}" "$@"
}
# outside COMMAND…: in its files before it is booted, with the network of this machine.
outside() { chroot "$machine" "${clean[@]}" "$@"; }
# apt_inside PACKAGE…: without a network, from what fetch_packages brought.
apt_inside() { inside apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "$@"; }

# A fresh Debian 12 in machine.tar, as the machines of this test begin.
fresh_debian() {
  mkdir -p "$work/archives/partial"
  [[ ! -f $work/machine.tar ]] || return 0
  rm -rf --one-file-system "$work/fresh"
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus bookworm "$work/fresh" "$mirror" &&
    tar -C "$work/fresh" -cf "$work/machine.tar.part" . && mv "$work/machine.tar.part" "$work/machine.tar" || return
  rm -rf --one-file-system "$work/fresh"
}
make_machine() {
  halt_machine
  rm -rf --one-file-system "$machine"
  mkdir -p "$machine" && tar -C "$machine" -xf "$work/machine.tar" || return
  echo force-unsafe-io >"$machine/etc/dpkg/dpkg.cfg.d/test" # nothing here must survive a power cut
  echo 'APT::Install-Recommends "false";' >"$machine/etc/apt/apt.conf.d/test" # also for who calls apt by itself
  mkdir -p "$machine/packages/new" "$machine/packages/old"
  cp "$new"/*.deb "$machine/packages/new/" && cp "$old"/*.deb "$machine/packages/old/"
}

# All that will be installed, with what it depends on, into $work/archives.
fetch_packages() {
  local status=0
  cp /etc/resolv.conf "$machine/etc/resolv.conf"
  cp /etc/apt/apt.conf.d/*proxy* "$machine/etc/apt/apt.conf.d/" 2>/dev/null
  mount --bind "$work/archives" "$machine/var/cache/apt/archives" || return
  # shellcheck disable=SC2016
  outside sh -c 'apt-get update -qq &&
    apt-get install -y -qq --no-install-recommends --download-only /packages/new/*.deb "$@"' fetch \
    $(sed 's/#.*//' "$here/packages-machine.txt") || status=1
  umount "$machine/var/cache/apt/archives"
  return "$status"
}

# A machine of its own may do what systemd-nspawn keeps from containers: confine programs by Landlock.
boot_machine() {
  systemd-nspawn --quiet -D "$machine" --boot --private-network --register=no --keep-unit --machine=herald-test \
    --system-call-filter='seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self' \
    --kill-signal=SIGRTMIN+3 --bind="$work/archives:/var/cache/apt/archives" </dev/null >"$work/boot.log" 2>&1 &
  echo $! >"$work/nspawn.pid"
  local _
  for _ in {1..300}; do
    leader_of "$(<"$work/nspawn.pid")" >"$work/leader" && inside test -S /run/systemd/private 2>/dev/null && break
    sleep 0.2
  done
  inside systemctl is-system-running --wait | grep -E 'running|degraded' && return
  tail -n 40 "$work/boot.log"
  return 1
}
# The process that is the machine's first.
leader_of() {
  local process
  for process in $(pgrep -P "$1"); do
    if grep -q '^NSpid:.*\s1$' "/proc/$process/status" 2>/dev/null; then
      echo "$process"
      return
    fi
  done
  return 1
}
halt_machine() {
  local nspawn _
  [[ -s $work/nspawn.pid ]] || return 0
  nspawn=$(<"$work/nspawn.pid")
  rm -f "$work/nspawn.pid"
  grep -qs nspawn "/proc/$nspawn/comm" || return 0
  kill -TERM "$nspawn" 2>/dev/null
  for _ in {1..300}; do
    kill -0 "$nspawn" 2>/dev/null || return 0
    sleep 0.2
  done
  kill -KILL "$nspawn"
}
