#!/bin/bash
# A signature of `herald-plugin sign` is genuine to OpenSSL, covers what is documented and replaces only its own line.
set -euo pipefail
tool=$1 plugin=$2
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
cp "$plugin" p.so

"$tool" sign --new-key --key key.pem > /dev/null
[ "$(stat -c %a key.pem)" = 600 ] || { echo "expected mode 600"; exit 1; }
if "$tool" sign --new-key --key key.pem 2> said; then echo "expected a refusal to overwrite a key"; exit 1; fi
echo "herald-signature-1 another AAAA" > p.so.sig
"$tool" sign p.so --key key.pem --signer me@example.org > /dev/null
"$tool" sign p.so --key key.pem --signer me@example.org > /dev/null
[ "$(wc -l < p.so.sig)" = 2 ] || { echo "expected two lines"; cat p.so.sig; exit 1; }
grep -q '^herald-signature-1 another AAAA$' p.so.sig

awk '$2 == "me@example.org" { print $3 }' p.so.sig | base64 -d > signature
printf 'herald-plugin-signature-1\n%s\norg.herald.sandbox\n1.0.0\n' "$(sha256sum p.so | cut -d' ' -f1)" > text
openssl pkeyutl -verify -pubin -inkey key.pub.pem -rawin -in text -sigfile signature > /dev/null
echo x >> text
if openssl pkeyutl -verify -pubin -inkey key.pub.pem -rawin -in text -sigfile signature > /dev/null 2>&1; then exit 1; fi

"$tool" inspect p.so > seen
for line in "sha256: $(sha256sum p.so | cut -d' ' -f1)" 'id: "org.herald.sandbox"' 'exports: herald_plugin_entry_1' \
    'signature: herald-signature-1 me@example.org'; do
  grep -qF "$line" seen || { echo "expected in inspect: $line"; cat seen; exit 1; }
done
if "$tool" sign p.so --key key.pub.pem --signer me 2> said; then echo "expected a refusal of a public key"; exit 1; fi
grep -q 'expected an Ed25519 private key' said
