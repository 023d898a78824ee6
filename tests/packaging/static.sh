# What can be told of the packages without installing them.
lint() {
  local said
  # The changelog of a package that is no part of Debian closes no bug of it.
  said=$(lintian --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs "$new"/*.changes) && return
  echo "$said"
  return 1
}
check "lintian finds neither error nor warning" lint
overrides_are_explained() {
  local file line before=
  for file in "$root"/packaging/debian/*.lintian-overrides "$root"/packaging/debian/source/lintian-overrides; do
    [[ -e $file ]] || continue
    while read -r line; do
      [[ -z $line || $line == \#* || $before == \#* ]] || { echo "$file: expected a reason above: $line"; return 1; }
      before=$line
    done <"$file"
  done
}
check "every override of lintian has its reason" overrides_are_explained

# has FILE PATTERN OPTION…: whether readelf shows it. Not by a pipe: grep's early end would count as a failure.
has() { grep -qE "$2" <<<"$(readelf -W "${@:3}" "$1")"; }
unpack() {
  local file
  rm -rf "$work/files" && mkdir -p "$work/files"
  for file in "$new"/*.deb; do dpkg-deb -x "$file" "$work/files"; done
}
hardened() {
  local file wrong='' count=0
  while read -r file; do
    [[ $(head -c 4 "$file") == $'\x7fELF' ]] || continue
    count=$((count + 1))
    has "$file" 'Type:.*DYN' -h || wrong+="$file: not position independent"$'\n'
    has "$file" GNU_RELRO -l || wrong+="$file: no RELRO"$'\n'
    has "$file" 'BIND_NOW|FLAGS.*NOW' -d || wrong+="$file: no BIND_NOW"$'\n'
    ! has "$file" 'RPATH|RUNPATH' -d || wrong+="$file: has a search path of its own"$'\n'
    ! has "$file" 'GNU_STACK.*RWE' -l || wrong+="$file: executable stack"$'\n'
    has "$file" __stack_chk_fail --dyn-syms || wrong+="$file: no stack protector"$'\n'
    # A plugin that calls nothing which could be fortified has no fortified call either.
    has "$file" '_chk@' --dyn-syms || [[ $file == *.so ]] || wrong+="$file: not fortified"$'\n'
    ! has "$file" ' (memcpy|strcpy|sprintf|snprintf|strcat|read|recv)@' --dyn-syms ||
      has "$file" '_chk@' --dyn-syms || wrong+="$file: calls what could be fortified, and is not"$'\n'
  done < <(find "$work/files" -type f)
  echo "$count" >"$work/hardened"
  ((count > 10)) || wrong+="expected more than ten programs and plugins, found $count"
  [[ -z $wrong ]] || { echo "$wrong"; return 1; }
}
unpack
check "every program and plugin of every package is hardened" hardened

# What a plugin's note says of the ABI that it was built for lies in the range that its package depends on.
notes_fit() {
  local package range file abi
  for package in herald-providers herald-features; do
    range=$(dpkg-deb -f "$new"/"$package"_*.deb Depends | grep -oE 'herald-plugin-abi \((>=|<<) [0-9.]+\)' | grep -oE '(>=|<<) [0-9.]+')
    [[ $(wc -l <<<"$range") == 2 ]] || { echo "$package: expected a range of herald-plugin-abi, found: $range"; return 1; }
    for file in $(dpkg-deb -c "$new"/"$package"_*.deb | grep -oE '/usr/lib/herald/plugins/.*\.so$'); do
      abi=$("$work/files/usr/bin/herald-plugin" inspect "$work/files$file" | sed -n 's/^note: .*ABI \([0-9.]*\),.*/\1/p')
      [[ -n $abi ]] || { echo "$file: no ABI told"; return 1; }
      while read -r how version; do
        dpkg --compare-versions "$abi" "$how" "$version" || { echo "$file: ABI $abi is not $how $version"; return 1; }
      done <<<"$range"
    done
  done
  [[ $(dpkg-deb -f "$new"/herald_*.deb Provides) == "herald-plugin-abi (= "* ]]
}
check "packages of plugins depend on the ABI that the notes of their plugins name" notes_fit

manual() {
  local file name page wrong=
  for file in "$work"/files/usr/bin/*; do
    name=${file##*/}
    page=$(compgen -G "$work/files/usr/share/man/man[18]/$name.[18].gz") || { wrong+="no manual page of $name"$'\n'; continue; }
    [[ -z $(zcat "$page" | groff -mandoc -Tutf8 -ww -z 2>&1) ]] || wrong+="$page: $(zcat "$page" | groff -mandoc -Tutf8 -ww -z 2>&1)"$'\n'
  done
  # Each command of heraldctl's own list stands in its page.
  while read -r name; do
    grep -qF -- "$name" <(zcat "$work/files/usr/share/man/man8/heraldctl.8.gz" | sed 's/\\-/-/g') || wrong+="heraldctl(8) does not name: $name"$'\n'
  done < <("$work/files/usr/bin/heraldctl" --help | sed -n 's/^  \([a-z]* \{0,1\}[a-z|]*\).*/\1/p')
  [[ -z $wrong ]] || { echo "$wrong"; return 1; }
}
check "every program has a manual page, and heraldctl's names each command" manual
check "every setting is explained: what, unit and limits, preset, and what follows" "$here/settings_check.py"

# Words of the guide that programs say: reasons, events, checks.
guide_names_what_exists() {
  local word wrong=
  for word in $(sed -n '/^## Log/,/^## Backup/p;/^## Troubleshooting/,/^## Before/p' "$root/packaging/README.md" |
    grep -oE '`[a-z]+(_[a-z]+)+`' | tr -d '`' | sort -u); do
    grep -rqF "\"$word\"" "$root/host" || wrong+=" $word"
  done
  [[ -z $wrong ]] || { echo "no program says:$wrong"; return 1; }
}
check "what the guide's troubleshooting names is what programs say" guide_names_what_exists

unit_is_tight() {
  local score
  score=$(systemd-analyze security --offline=yes --threshold=25 "$work/files/lib/systemd/system/herald.service") || {
    tail -n 3 <<<"$score"
    return 1
  }
  sed -n 's/.*: \([0-9.]*\) [A-Z].*/\1/p' <<<"$(tail -n 1 <<<"$score")" >"$work/exposure"
}
check "systemd finds the unit's exposure below 2.5" unit_is_tight

container_fits() {
  local wrong='' name path
  for name in $(grep -oE '\bherald[a-z-]*_\*\.deb' "$root/packaging/container/Containerfile" | sed 's/_.*//' | sort -u); do
    compgen -G "$new/${name}_*.deb" >/dev/null || wrong+="no package $name"$'\n'
  done
  for path in $(grep '^CMD' "$root/packaging/container/Containerfile" | grep -oE '/[a-z/.]+'); do
    [[ -e $work/files$path ]] || wrong+="no file $path"$'\n'
  done
  for name in $(grep -hoE 'HERALD_[A-Z_]+' "$root"/packaging/container/* | sort -u); do
    sed -n 's/^#\([a-z_.]*\) =.*/\1/p' "$root/etc/herald.properties" | tr 'a-z.' 'A-Z_' | grep -qx "${name#HERALD_}" ||
      wrong+="no setting for $name"$'\n'
  done
  [[ -z $wrong ]] || { echo "$wrong"; return 1; }
}
check "the container's files name packages, paths and settings that exist" container_fits
