# Away again.
remove() {
  inside systemctl stop sandbox
  inside apt-get remove -y -qq herald-provider-acme herald-dev herald-providers herald-features herald &&
    inside test -s /var/lib/herald/herald.db && inside test -s /etc/herald/keys/vault.key && ! ready
}
check "removal keeps data and configuration" remove
purge() {
  inside sh -c 'rm -r /var/backups/herald/*; dpkg --purge $(dpkg-query -W -f "\${Package}\n" "herald*")' || return 1
  local left
  left=$(inside find / -xdev \( -path /proc -o -path /dev -o -path /sys -o -path /run -o -path /tmp -o -path /packages -o -path /root \
    -o -path /var/lib/dpkg -o -path /var/cache -o -path /var/lib/apt -o -path /var/lib/prometheus -o -path /var/lib/mysql \) -prune -o -name '*herald*' -print)
  [[ -z $left ]] || { echo "left: $left"; return 1; }
  ! inside id herald
}
check "a purge leaves nothing" purge
