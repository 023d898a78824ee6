# The operator's guide: each of its shell blocks is run here, or is named with the check that does the same.
guide=$root/packaging/README.md
rm -rf "$work/guide" && mkdir -p "$work/guide"
awk -v out="$work/guide/" '/^```sh$/ { open = 1; n++; next } /^```/ { open = 0 } open { print > sprintf("%s%02d", out, n) }' "$guide"
run_block() {
  local first
  first=$(head -n 1 "$1")
  case $first in
    'apt install ./herald_'*) # here as the rest of it, on an installation that has its first key
      sed -e 's/^apt install /cd \/packages\/new \&\& apt-get install -y -qq --no-install-recommends /' -e '/apikey first/d' \
        -e 's/systemctl status/systemctl --no-pager status/' "$1" ;;
    'cmake -S . '*) return 0 ;;  # "the packages build"
    'packaging/build-deb '* | *examples/container*) return 0 ;; # "the image builds as the guide says", "with the compose file's services"
    'mariadb-dump '*) return 0 ;; # "the database is dumped and read back"
    *) sed -e "s/key=…/key=$(<"$work/key")/" -e "s/backup\/herald\/20..-..-../backup\/herald\/$(date +%F)/;s/herald\/20..-..-../herald\/$(date +%F)/" "$1" ;;
  esac >"$1.run"
  sed -i "1i key=$(<"$work/key"); cd /root" "$1.run"
  cp "$1.run" "$machine/root/block"
  inside sh -e /root/block || return 1
  wait_for ready
}
block_of() { # so that curl's answers count: what is refused names a code
  local said
  said=$(run_block "$1") || { echo "$said"; return 1; }
  ! grep -E '"code":"[a-z_]+"' <<<"$said"
}
inside sh -c 'printf "\211PNG\r\n\032\n" > /root/logo.png'
for block in "$work"/guide/[0-9][0-9]; do
  check "guide: $(head -n 1 "$block" | cut -c1-70)" block_of "$block"
done
inside sh -c 'systemctl disable -q --now herald.socket; systemctl restart herald' # the guide lets systemd listen
