# packaging/nginx/herald.conf as it is shipped, in front of the service: TLS, large files, signed callbacks.
examples=/usr/share/doc/herald/examples
proxy_up() {
  apt_inside nginx-light || return 1
  inside sh -ec "install -d /etc/letsencrypt/live/herald.example && cd /etc/letsencrypt/live/herald.example
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=herald.example -addext subjectAltName=DNS:herald.example \
      -keyout privkey.pem -out fullchain.pem 2>/dev/null
    rm -f /etc/nginx/sites-enabled/default
    cp $examples/nginx/herald.conf /etc/nginx/sites-enabled/herald.conf
    nginx -t && systemctl restart nginx"
  setting 50-proxy 'http.trusted_proxies = 127.0.0.1' 'http.public_url = https://herald.example' 'http.connections_per_peer = 2'
  inside rm /etc/herald/conf.d/50-local.properties
  setting 55-local 'egress.allow = 127.0.0.0/8'
  restart
}
check "nginx takes the example as it is" proxy_up
secure=(curl -sS --cacert /etc/letsencrypt/live/herald.example/fullchain.pem --resolve herald.example:443:127.0.0.1 --resolve herald.example:80:127.0.0.1)
site=https://herald.example/api/v1/communication
via_proxy() { inside "${secure[@]}" -H "Authorization: Bearer $(<"$work/key")" "$@"; }
speaks_tls() {
  via_proxy "$site/channels" | grep -q '"data"' &&
    [[ $(inside "${secure[@]}" -o /dev/null -w '%{http_code} %{redirect_url}' http://herald.example/x) == "301 https://herald.example/x" ]]
}
check "the API answers over TLS, and plain HTTP is sent there" speaks_tls
large_file() {
  local id
  head -c 3500000 /dev/urandom >"$machine/root/large" # more than nginx lets through by itself
  id=$(via_proxy -H 'Content-Type: application/octet-stream' --data-binary @/root/large "$site/media?name=large.bin" | first_id)
  [[ -n $id ]] && via_proxy -o /root/large.back "$site/media/$id/content" && inside cmp /root/large /root/large.back
}
check "a file larger than nginx's preset goes up and comes back the same" large_file
large_body() {
  local answer
  inside sh -c 'head -c 1500000 /dev/zero | tr "\0" " " > /root/body'
  answer=$(via_proxy -H 'Content-Type: application/json' --data-binary @/root/body "$site/messages")
  grep -q '"status":413' <<<"$answer" && grep -q '"code"' <<<"$answer" || { echo "$answer"; return 1; }
}
check "who sends too large a body hears it from Herald" large_body

# Twilio signs the public URL and the sorted fields of the form.
twilio_signature() { # URL FIELDS-AS-THEY-ARE-SIGNED
  printf '%s%s' "$1" "$2" | openssl dgst -sha1 -hmac 0123456789abcdef0123456789abcdef -binary | base64
}
signed_callback() {
  local channel url status form=(-d AccountSid=AC0123456789abcdef0123456789abcdef -d ApiVersion=2010-04-01 -d Body=hello
    -d From=%2B15005550100 -d MessageSid=SM0123456789abcdef0123456789abcdef -d NumMedia=0 -d NumSegments=1 -d SmsStatus=received
    -d To=%2B15005550006)
  local signed=AccountSidAC0123456789abcdef0123456789abcdefApiVersion2010-04-01BodyhelloFrom+15005550100MessageSidSM0123456789abcdef0123456789abcdefNumMedia0NumSegments1SmsStatusreceivedTo+15005550006
  channel=$(call "$api/channels" -d '{"channel_type":"SMS","channel_name":"twilio","api_provider":"twilio","account_id":"AC0123456789abcdef0123456789abcdef","sender_id":"+15005550006","auth_token":"0123456789abcdef0123456789abcdef"}' | first_id)
  url=$site/webhooks/twilio/$channel
  send_callback() { inside "${secure[@]}" -o /root/answer -w '%{http_code}' -H "X-Twilio-Signature: $1" "${form[@]}" "$url"; }
  status=$(send_callback "$(twilio_signature "$url" "$signed")")
  [[ $status == 2* ]] || { echo "expected 2xx, found $status: $(inside cat /root/answer)"; return 1; }
  call "$api/messages?limit=5" | grep -q '"message_body":"hello"' || { echo "the message is not there"; return 1; }
  status=$(send_callback "$(twilio_signature "http://127.0.0.1:8080${url#https://herald.example}" "$signed")")
  [[ $status == 403 ]] || { echo "expected 403 for the signature of another URL, found $status"; return 1; }
}
check "a callback that Twilio signed is verified through the proxy, and one of another URL refused" signed_callback

# Four at once, each waiting for its verdict, with two allowed for one address: a trusted proxy may have more.
crowd() { # PREFIX…: how many of eight slow requests were refused for their number
  inside sh -c 'for i in 1 2 3 4 5 6 7 8; do
      (printf "GET /healthz HTTP/1.1\r\nHost: herald\r\n"; sleep 3; printf "Connection: close\r\n\r\n"; sleep 1) |
        timeout 8 curl -s --max-time 6 telnet://127.0.0.1:8080 & done; wait' | grep -c 'HTTP/1.1 429'
}
trusts_only_named() {
  local trusted others
  trusted=$(crowd)
  setting 50-proxy 'http.trusted_proxies = 192.0.2.1' 'http.public_url = https://herald.example' 'http.connections_per_peer = 2'
  restart
  others=$(crowd)
  setting 50-proxy 'http.trusted_proxies = 127.0.0.1' 'http.public_url = https://herald.example'
  restart
  [[ $trusted == 0 ]] && ((others >= 1)) || { echo "refused: $trusted of a trusted proxy (expected 0), $others of another (expected some)"; return 1; }
}
check "only the proxies that are named are trusted" trusts_only_named
probes_are_inner() {
  local status
  status=$(inside "${secure[@]}" -o /dev/null -w '%{http_code}' https://herald.example/metrics)
  [[ $status == 200 ]] || { echo "from 127.0.0.1: $status"; return 1; }
  status=$(inside "${secure[@]}" --interface 127.0.0.9 -o /dev/null -w '%{http_code}' https://herald.example/metrics)
  [[ $status == 403 ]] || { echo "from elsewhere: $status"; return 1; }
}
check "metrics are shown to the own network alone" probes_are_inner
direct_again() { # the sandbox's receipts come without the proxy, whose name nobody else knows
  inside sh -c 'systemctl stop nginx; rm -r /etc/letsencrypt /etc/nginx/sites-enabled/herald.conf'
  inside rm -f /etc/herald/conf.d/50-proxy.properties /etc/herald/conf.d/55-local.properties
  setting 50-local 'egress.allow = 127.0.0.0/8' 'http.public_url = http://127.0.0.1:8080'
  restart
}
check "it serves without the proxy again" direct_again
