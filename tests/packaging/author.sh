# The machine of somebody who writes plugins.
install_dev() { inside sh -c 'apt-get install -y -qq --no-install-recommends /packages/old/herald-dev_*.deb ninja-build pkg-config'; }
check "herald-dev installs" install_dev || finish
build_template() {
  inside sh -ec 'cd /root && herald-plugin new org.example.acme plugin && cd plugin
    cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release && cmake --build build --target acme
    herald-plugin check build/acme.so --golden golden'
}
check "the template builds and passes out of the tree" build_template || finish

# Without CMake.
pkg_config() {
  inside sh -ec 'cd /root && printf "#include <herald/abi/version.h>\nint main(void) { return HERALD_ABI_MAJOR == 1 ? 0 : 1; }\n" > abi.c
    gcc -Wall -Werror $(pkg-config --cflags herald) -o abi abi.c && ./abi'
}
check "pkg-config finds the headers" pkg_config
sandbox_unit() { # of a service, so that it outlives this command and ends with the machine
  inside systemd-run --quiet --unit=sandbox /usr/bin/herald-sandbox --port 8091 --token sandbox-token
  wait_for inside curl -s http://127.0.0.1:8091/
}
far_side() {
  setting 50-local 'egress.allow = 127.0.0.0/8' 'http.public_url = http://127.0.0.1:8080'
  inside sh -c 'echo "# a remark of the operator" >> /etc/herald/herald.properties'
  inside heraldctl config check && restart && sandbox_unit
}
check "the sandbox provider runs" far_side || finish
make_channel() {
  call "$api/channels" -d '{"channel_type":"SMS","channel_name":"'"$1"'","api_provider":"'"$1"'","api_url":"http://127.0.0.1:8091","auth_token":"sandbox-token","webhook_secret":"0123456789abcdef0123456789abcdef"}' | first_id
}
first_message() {
  make_channel sandbox >"$work/channel"
  [[ -s $work/channel ]] && deliver "$(<"$work/channel")" "from the package" >"$work/message"
}
check "a message is delivered" first_message
main_pid() { inside systemctl show -P MainPID herald; }
