# The packages of this tree, and those of an earlier commit.
export HERALD_CMAKE_OPTIONS=-DHERALD_WERROR=ON
quiet_git() { git -c safe.directory='*' -C "$root" "$@"; }
tree=$([[ -z $(quiet_git status --porcelain) ]] && echo clean || echo changed)
if command -v ccache >/dev/null; then
  CCACHE_DIR=$(ccache -k cache_dir) # also for trees whose build-deb does not say it
  export CCACHE_DIR
fi

# On a Debian 12 that has nothing yet, from a clone of what is committed, with changes to known files on top. The compiler
# cache is all that comes from outside.
build_new() {
  local clean=$work/clean
  rm -rf --one-file-system "$new" "$clean"
  mkdir -p "$clean" && tar -C "$clean" -xf "$work/machine.tar" &&
    quiet_git clone -q --no-hardlinks --depth 1 "file://$root" "$clean/herald" || return
  quiet_git diff --binary HEAD | (cd "$clean/herald" && git apply --allow-empty) || return
  cp /etc/apt/apt.conf.d/*proxy* "$clean/etc/apt/apt.conf.d/" 2>/dev/null
  echo force-unsafe-io >"$clean/etc/dpkg/dpkg.cfg.d/test"
  systemd-nspawn --quiet -D "$clean" --register=no --keep-unit --machine=herald-build --resolv-conf=copy-host \
    --bind="$work/archives:/var/cache/apt/archives" ${CCACHE_DIR:+--bind="$CCACHE_DIR" --setenv="CCACHE_DIR=$CCACHE_DIR"} \
    --setenv="HERALD_CMAKE_OPTIONS=$HERALD_CMAKE_OPTIONS" \
    /herald/packaging/build-deb --out /packages --version 0.1.0+test2 </dev/null || return
  mv "$clean/packages" "$new" && rm -rf --one-file-system "$clean"
}

# The commit to upgrade from; empty where this clone holds none.
earlier_commit() {
  local wanted=${HERALD_UPGRADE_FROM:-}
  [[ -n $wanted ]] || wanted=$(quiet_git describe --tags --abbrev=0 HEAD~ 2>/dev/null) || wanted=$(<"$here/upgrade-from")
  quiet_git rev-parse --verify -q "$wanted^{commit}"
}
# Kept by commit: packages of a commit do not change.
build_old() {
  local commit=$1 kept=$work/of-$1 tree=$work/old-tree
  rm -rf "$old"
  if [[ -z $commit ]]; then
    "$root/packaging/build-deb" --out "$old" --version 0.1.0+test1
    return
  fi
  if [[ ! -d $kept ]]; then
    rm -rf "$tree" "$kept.part"
    quiet_git worktree prune
    quiet_git worktree add -f --detach "$tree" "$commit" >/dev/null || return
    "$tree/packaging/build-deb" --out "$kept.part" --version 0.1.0+test1
    local status=$?
    quiet_git worktree remove --force "$tree"
    ((status == 0)) || return 1
    mv "$kept.part" "$kept"
  fi
  cp -r "$kept" "$old"
}

earlier=$(earlier_commit) || {
  earlier=
  if [[ -n ${HERALD_UPGRADE_FROM:-} ]]; then
    echo "HERALD_UPGRADE_FROM=$HERALD_UPGRADE_FROM is no commit of this clone"
    exit 1
  fi
  echo "note    this clone holds no earlier commit: the upgrade is from this tree under a lower version, and changes no schema"
}
if [[ $built == no ]]; then
  check "a Debian 12 to begin with" fresh_debian || finish
  check "the packages build on it from a fresh clone" build_new || finish
  check "the packages of ${earlier:-before} build" build_old "$earlier" || finish
fi
